package io.elasticinference.internal.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.scaling.MetricWindow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestLogTest {

  private static final long SECOND = 1_000_000_000L;

  private static RequestLog log(boolean missingWhenIdle) {
    return new RequestLog(
        new MetricWindow(Duration.ofSeconds(15), Duration.ofSeconds(10), missingWhenIdle),
        1000 * SECOND);
  }

  @Test
  void reading_isCutToAnInteger() {
    RequestLog log = log(false);
    for (int i = 0; i < 44; i++) {
      log.add(100 * SECOND + i);
    }

    assertThat(log.reading(115 * SECOND).milli()).isEqualTo(2000);
    log.add(100 * SECOND);
    assertThat(log.reading(115 * SECOND).milli()).isEqualTo(3000);
  }

  @Test
  void reading_coversWholeSecondsFromIntervalAndDelayAgoToDelayAgo() {
    RequestLog log = log(false);
    for (int i = 0; i < 15; i++) {
      log.add(100 * SECOND + SECOND / 2);
    }

    assertThat(log.reading(111 * SECOND - 1).milli()).isZero();
    assertThat(log.reading(111 * SECOND).milli()).isEqualTo(1000);
    assertThat(log.reading(126 * SECOND - 1).milli()).isEqualTo(1000);
    assertThat(log.reading(126 * SECOND).milli()).isZero();
  }

  @Test
  void reading_isMissingAfterHundredSecondsWithoutAnyLine() {
    RequestLog log = log(true);
    log.add(100 * SECOND);

    assertThat(log.reading(105 * SECOND).present()).isFalse();
    assertThat(log.reading(200 * SECOND).present()).isTrue();
    assertThat(log.reading(201 * SECOND).present()).isFalse();
  }

  @Test
  void remove_takesBackWhatWasToBeLogged() {
    RequestLog log = log(false);
    for (int i = 0; i < 30; i++) {
      log.add(5000 * SECOND);
      log.add(500 * SECOND);
    }
    log.remove(500 * SECOND);
    log.remove(5000 * SECOND);

    assertThat(log.reading(515 * SECOND).milli()).isEqualTo(1000);
  }
}
