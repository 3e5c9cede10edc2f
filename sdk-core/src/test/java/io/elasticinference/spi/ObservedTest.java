package io.elasticinference.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Telemetry.Scope;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ObservedTest {

  private final Observed bert = Observed.of(Telemetry.none(), new Subject("nlp", "bert"));

  @AfterEach
  void forgetWhatTheTestPut() {
    MDC.clear();
  }

  private static Map<String, String> mdc() {
    @Nullable Map<String, String> map = MDC.getCopyOfContextMap();
    return map == null ? Map.of() : map;
  }

  @Test
  void open_putsServiceAndNamespaceIntoTheLog_whenTheSubjectHasThem() {
    Scope scope = bert.open();

    assertThat(mdc()).containsOnly(Map.entry("service", "bert"), Map.entry("namespace", "nlp"));
    assertThat(Observed.current()).isSameAs(bert);

    scope.close();
    assertThat(mdc()).isEmpty();
    assertThat(Observed.current().subject()).isEqualTo(Subject.NONE);
  }

  @Test
  void open_restoresTheCallersOwnValues_whenItIsClosed() {
    MDC.put("service", "checkout");
    MDC.put("request", "42");

    Scope outer = bert.open();
    Scope inner = Observed.of(Telemetry.none(), new Subject("vision", null)).open();
    assertThat(mdc()).isEqualTo(Map.of("service", "bert", "namespace", "vision", "request", "42"));
    inner.close();
    assertThat(mdc()).isEqualTo(Map.of("service", "bert", "namespace", "nlp", "request", "42"));
    assertThat(Observed.current()).isSameAs(bert);
    outer.close();

    assertThat(mdc()).isEqualTo(Map.of("service", "checkout", "request", "42"));
  }

  @Test
  void carry_bringsSubjectAndWholeMdcToAnotherThread_andLeavesThatThreadAsItWas() {
    MDC.put("request", "42");
    Scope scope = bert.open();
    Observed.Carried carried = Observed.carry();
    scope.close();

    Map<String, Object> seen = new HashMap<>();
    CompletableFuture.runAsync(
            () -> {
              MDC.clear(); // a new thread inherits its maker's
              MDC.put("worker", "7");
              carried
                  .wrap(
                      () -> {
                        seen.put("during", mdc());
                        seen.put("subject", Observed.current().subject());
                      })
                  .run();
              seen.put("after", mdc());
              seen.put("open after", Observed.current().subject());
              MDC.clear();
            },
            work -> new Thread(work).start())
        .join();

    assertThat(seen)
        .containsEntry("during", Map.of("service", "bert", "namespace", "nlp", "request", "42"))
        .containsEntry("subject", new Subject("nlp", "bert"))
        .containsEntry("after", Map.of("worker", "7"))
        .containsEntry("open after", Subject.NONE);
  }

  @Test
  void carry_restoresTheThread_whenTheWorkThrows() {
    Scope scope = bert.open();
    Observed.Carried carried = Observed.carry();
    scope.close();

    assertThatThrownBy(
            () ->
                carried
                    .supplying(
                        () -> {
                          throw new IllegalStateException(
                              Objects.requireNonNull(MDC.get("service")));
                        })
                    .get())
        .hasMessage("bert");

    assertThat(mdc()).isEmpty();
    assertThat(Observed.current().subject()).isEqualTo(Subject.NONE);
  }

  @Test
  void current_isHeardByNobody_whenNothingIsOpen() {
    assertThat(Observed.current().heard()).isFalse();
    assertThat(Observed.carry().supplying(() -> Observed.current().heard()).get()).isFalse();
  }

  @Test
  void current_allocatesNothing_whenNobodyHears() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    Scope scope = bert.open();
    Signal signal = new Signal.BreakerRejected("sls");
    long heard = 0;
    long before = 0;
    for (int round = 0; round < 2; round++) { // the first one loads what the second one needs
      before = threads.getCurrentThreadAllocatedBytes();
      for (int request = 0; request < 10_000; request++) {
        heard += Observed.current().heard() ? 1 : 0;
        Observed.current().told(signal);
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    scope.close();

    assertThat(heard).isZero();
    assertThat(allocated).isLessThan(1_000); // what the measuring itself takes
  }
}
