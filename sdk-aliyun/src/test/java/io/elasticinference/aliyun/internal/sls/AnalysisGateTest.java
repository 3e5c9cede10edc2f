package io.elasticinference.aliyun.internal.sls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.MetricsUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnalysisGateTest {

  private static final SlsEndpoint ENDPOINT =
      new SlsEndpoint("https://cn-beijing.log.aliyuncs.com", "cn-beijing", null);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static AnalysisGate gate(String project) {
    return AnalysisGate.of(ENDPOINT, project);
  }

  @Test
  void pass_letsFifteenIn_ofAllClients_andTheNextWhenOneLeaves() throws Exception {
    CountDownLatch inside = new CountDownLatch(AnalysisGate.PERMITS);
    Semaphore leave = new Semaphore(0);
    AtomicInteger together = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      asked.add(
          threads.submit(
              () ->
                  gate("crowded")
                      .pass(
                          () -> {
                            most.accumulateAndGet(together.incrementAndGet(), Math::max);
                            inside.countDown();
                            leave.acquire();
                            return together.decrementAndGet();
                          })));
    }
    inside.await();

    assertThat(together.get()).isEqualTo(AnalysisGate.PERMITS);
    assertThat(gate("another").<Integer>pass(() -> 1)).isEqualTo(1);
    leave.release(40);
    for (Future<Integer> one : asked) {
      one.get(10, TimeUnit.SECONDS);
    }
    assertThat(most.get()).isEqualTo(AnalysisGate.PERMITS);
  }

  @Test
  void pass_givesThePlaceBack_whenTheQuestionFails() throws Exception {
    for (int i = 0; i < 3 * AnalysisGate.PERMITS; i++) {
      assertThatThrownBy(
              () ->
                  gate("failing")
                      .pass(
                          () -> {
                            throw new IllegalStateException("no");
                          }))
          .hasMessage("no");
    }
    assertThat(gate("failing").<Integer>pass(() -> 7)).isEqualTo(7);
  }

  @Test
  void pass_endsAWait_whenTheThreadIsInterrupted() throws Exception {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> gate("waited for").pass(() -> 1))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
