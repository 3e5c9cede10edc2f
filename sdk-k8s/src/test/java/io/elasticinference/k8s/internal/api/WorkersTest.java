package io.elasticinference.k8s.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInferenceException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void all_saysThatItWasInterrupted_andStaysSo() {
    CountDownLatch never = new CountDownLatch(1);
    Supplier<Boolean> slow =
        () -> {
          try {
            never.await();
            return true;
          } catch (InterruptedException e) {
            return false;
          }
        };
    try (Workers workers = new Workers()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> workers.all(List.of(slow, () -> true)))
          .isInstanceOf(ElasticInferenceException.class)
          .hasMessageStartingWith("API server: asking it was interrupted (expected: to the end).");
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
