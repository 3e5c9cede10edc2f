package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkersTest {

  @Test
  void all_givesEveryResult() throws InterruptedException {
    try (Workers workers = new Workers(3, () -> {})) {
      List<Supplier<Integer>> jobs = new ArrayList<>();
      IntStream.range(0, 100).forEach(i -> jobs.add(() -> i));

      assertThat(workers.all(jobs))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
      assertThat(workers.stopped()).isFalse();
    }
  }

  @Test
  void all_stopsTheRest_whenOneFails() {
    CountDownLatch network = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (Workers workers = new Workers(2, network::countDown)) {
      List<Supplier<Integer>> jobs = new ArrayList<>();
      jobs.add(() -> waitFor(network));
      jobs.add(
          () -> {
            throw new IllegalArgumentException("the first failure");
          });
      for (int i = 0; i < 1000; i++) {
        jobs.add(begun::incrementAndGet);
      }

      assertThatThrownBy(() -> workers.all(jobs)).hasMessage("the first failure");
      assertThat(network.getCount()).isZero();
      assertThat(workers.stopped()).isTrue();
    }
  }

  @Test
  void all_stopsTheRest_whenItsThreadIsInterrupted() {
    CountDownLatch network = new CountDownLatch(1);
    try (Workers workers = new Workers(1, network::countDown)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> workers.all(List.of(() -> waitFor(network))))
          .isInstanceOf(InterruptedException.class);
      assertThat(network.getCount()).isZero();
    }
  }

  /** Waits as a socket does: an interrupt does not wake it, closing does. */
  private static int waitFor(CountDownLatch closed) {
    boolean interrupted = false;
    while (true) {
      try {
        closed.await();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return 1;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
