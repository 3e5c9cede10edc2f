package io.elasticinference.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.HtmlView;
import io.elasticinference.Plan;
import java.util.List;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

/** Against the kernel's own classes. */
class JjavaExtensionTest {

  @Test
  void serviceLoader_findsTheExtension() {
    assertThat(ServiceLoader.load(Extension.class).stream().map(ServiceLoader.Provider::type))
        .contains(JjavaExtension.class);
  }

  @Test
  void render_answersHtmlOfEveryView_andStillItsText() {
    Renderer renderer = new Renderer();
    JjavaExtension.register(renderer);
    HtmlView view = new Plan(List.of());

    DisplayData shown = renderer.render(view);

    assertThat(shown.getData(MIMEType.TEXT_HTML)).isEqualTo(view.toHtml());
    assertThat(shown.getData(MIMEType.TEXT_PLAIN)).isEqualTo(view.toString());
  }
}
