package io.elasticinference.internal.notebook;

import io.elasticinference.HtmlView;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/**
 * Lets the JJava kernel show each {@link HtmlView} as HTML. The kernel finds it by the service
 * loader when the SDK's jar comes onto its class path (JJava 1.0-a6 and later).
 */
public final class JjavaExtension implements Extension {
  /** Made by the service loader. */
  public JjavaExtension() {}

  @Override
  public void install(BaseKernel kernel) {
    register(kernel.getRenderer());
  }

  /** The kernel adds the value's {@code toString} as plain text by itself. */
  static void register(Renderer renderer) {
    renderer
        .createRegistration(HtmlView.class)
        .preferring(MIMEType.TEXT_HTML)
        .register((view, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, view::toHtml));
  }
}
