package io.elasticinference.testkit.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsAdapterBuilderTest {

  private final MetricsAdapterBuilder builder = MetricsAdapter.builder();

  @Test
  void start_namesWhatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(builder::start)
        .withMessage("sls: none (expected: set before start)");
    builder.sls(URI.create("http://127.0.0.1:1"));
    assertThatIllegalStateException()
        .isThrownBy(builder::start)
        .withMessageStartingWith("accessKey: none");
    builder.accessKey("id", "secret");
    assertThatIllegalStateException()
        .isThrownBy(builder::start)
        .withMessageStartingWith("tls: none");
  }

  @Test
  void defaults_areTheRealAdapters_untilTheyAreSet() {
    assertThat(builder.defaults()).isEqualTo(new QueryDefaults(15, 10));
    builder.defaultInterval(Duration.ofSeconds(2)).defaultDelay(Duration.ZERO);
    assertThat(builder.defaults()).isEqualTo(new QueryDefaults(2, 0));
  }

  @Test
  void setters_refuseWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.defaultInterval(Duration.ZERO))
        .withMessage("interval: PT0S (expected: whole seconds, >= 1 s)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.defaultDelay(Duration.ofMillis(1500)))
        .withMessage("delay: PT1.5S (expected: whole seconds, >= 0 s)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.sls(URI.create("http://127.0.0.1")))
        .withMessageContaining("expected: http://host:port");
  }

  @Test
  void accessKey_hidesItsSecret() {
    assertThat(new AccessKey("id", "topsecret").toString()).isEqualTo("AccessKey[id]");
  }
}
