package io.elasticinference.javadoc;

import static org.assertj.core.api.Assertions.fail;

import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.oss.OssServer;
import io.elasticinference.testkit.sls.SlsServer;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** What snippets may take for granted: each is compiled as the body of a method of a subclass. */
public abstract class Surroundings {
  protected final InferenceClient client = unset();
  protected final InferenceService service = unset();
  protected final LocalCloud cloud = unset();
  protected final OssServer oss = unset();
  protected final SlsServer sls = unset();
  protected final SSLContext tls = unset();
  protected final Path directory = unset();

  private static <T> T unset() {
    return fail("snippets are compiled, never run");
  }
}
