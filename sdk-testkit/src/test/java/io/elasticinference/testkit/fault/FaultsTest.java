package io.elasticinference.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static final Request GET = new Request("GET", "/", "", "localhost");

  private final Faults faults = new Faults();

  @Test
  void strike_addsLatenciesAndTakesTheFirstOtherFault_whenSeveralMatch() {
    faults.latency(Duration.ofMillis(20));
    faults.next(1).reset();
    Fault second = faults.status(503);
    faults.latency(Duration.ofMillis(30));

    assertThat(faults.strike(GET))
        .isEqualTo(new Verdict(Duration.ofMillis(50), new Effect.Reset()));
    assertThat(second.hits()).isZero();
    assertThat(faults.strike(GET).effect()).isEqualTo(new Effect.Status(503, null));
  }

  @Test
  void next_strikesExactlySoOften_whenManyThreadsAsk() throws Exception {
    Fault fault = faults.next(1000).status(500);
    AtomicInteger struck = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int t = 0; t < 4; t++) {
      threads.execute(
          () -> {
            for (int i = 0; i < 400; i++) {
              if (faults.strike(GET).effect() != null) {
                struck.incrementAndGet();
              }
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

    assertThat(struck).hasValue(1000);
    assertThat(fault.hits()).isEqualTo(1000);
  }

  @Test
  void rule_refusesArguments_whenTheyMakeNoSense() {
    assertThatThrownBy(() -> faults.next(0)).hasMessage("times: 0 (expected: >= 1)");
    assertThatThrownBy(() -> faults.status(200)).hasMessage("code: 200 (expected: 400..599)");
    assertThatThrownBy(() -> faults.truncate(-1)).hasMessage("bytes: -1 (expected: >= 0)");
    assertThatThrownBy(() -> faults.latency(Duration.ofSeconds(-1)))
        .hasMessage("delay: PT-1S (expected: >= 0)");
  }
}
