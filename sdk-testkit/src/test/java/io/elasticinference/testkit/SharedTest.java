package io.elasticinference.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {

  private final AtomicInteger started = new AtomicInteger();
  private final List<String> closed = new ArrayList<>();
  private final Shared<String, String> shared = new Shared<>(closed::add);

  private String start() {
    return "cloud-" + started.incrementAndGet();
  }

  @Test
  void lease_startsOnce_whenManyAskAtTheSameTime() throws Exception {
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    List<CompletableFuture<String>> found = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      found.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  together.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                return shared.lease("key", this::start).shared();
              },
              task -> new Thread(task).start()));
    }
    for (CompletableFuture<String> each : found) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("cloud-1");
    }
    assertThat(closed).isEmpty();
  }

  @Test
  void close_closesWhatWasShared_onlyWhenItWasTheLast() {
    Shared.Lease<String> first = shared.lease("key", this::start);
    Shared.Lease<String> second = shared.lease("key", this::start);
    shared.lease("another", this::start);

    first.close();
    first.close();
    assertThat(closed).isEmpty();

    second.close();
    assertThat(closed).containsExactly("cloud-1");
    assertThat(shared.lease("key", this::start).shared()).isEqualTo("cloud-3");
  }

  @Test
  void lease_triesAgain_whenTheFirstStartFailed() {
    assertThatThrownBy(
            () ->
                shared.lease(
                    "key",
                    () -> {
                      throw new IllegalStateException("no Go");
                    }))
        .hasMessage("no Go");

    Shared.Lease<String> lease = shared.lease("key", this::start);

    assertThat(lease.shared()).isEqualTo("cloud-1");
    lease.close();
    assertThat(closed).containsExactly("cloud-1");
  }

  @Test
  void lease_startsAnother_whileTheFirstIsStillStarting() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> slow =
        CompletableFuture.supplyAsync(
            () ->
                shared
                    .lease(
                        "slow",
                        () -> {
                          try {
                            go.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          return "slow";
                        })
                    .shared(),
            task -> new Thread(task).start());

    assertThat(shared.lease("quick", () -> "quick").shared()).isEqualTo("quick");

    go.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo("slow");
  }
}
