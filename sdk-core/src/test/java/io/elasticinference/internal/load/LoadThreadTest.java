package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LoadThreadTest {

  @Test
  void of_hasTheLogsKeysOfItsMaker_asTheyWereThen() throws InterruptedException {
    AtomicReference<@Nullable String> seen = new AtomicReference<>();
    MDC.put("service", "bert");
    Thread thread = LoadThread.of(() -> seen.set(MDC.get("service")), "load-test");
    MDC.remove("service");

    thread.start();
    thread.join();

    assertThat(seen.get()).isEqualTo("bert");
    assertThat(thread.isDaemon()).isTrue();
  }
}
