package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.AwaitTimeoutException;
import io.elasticinference.CapacityException;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Framework;
import io.elasticinference.Problem;
import io.elasticinference.RolloutFailedException;
import io.elasticinference.ServiceStatus;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.spi.ServiceNames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ObserveStageTest {

  private static final ServiceNames NAMES =
      new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final FakeCluster cluster = new FakeCluster();
  private final ObserveStage observe =
      new ObserveStage(cluster, new Events("bert", ServiceListener.none()));

  private static ServiceStatus status(boolean exists, boolean ready, Problem... problems) {
    return new ServiceStatus(
        "default",
        "bert",
        "v1",
        exists,
        ready,
        1,
        1,
        ready ? 1 : 0,
        1,
        ready ? 1 : 0,
        null,
        List.of(problems));
  }

  private static Problem problem(Problem.Kind kind, boolean fatal) {
    return new Problem(
        kind, "Pod default/bert-7c9", "Because", "it is so", List.of("last line"), fatal);
  }

  @Test
  void run_answersTheReadyStatusAndEndsTheWatch_whenReady() {
    cluster.onWatch =
        () -> {
          cluster.tell(status(true, false, problem(Problem.Kind.NOT_READY, false)));
          cluster.tell(status(true, true));
        };

    assertThat(observe.run(NAMES, LONG).ready()).isTrue();
    assertThat(cluster.watchClosed).isTrue();
  }

  @Test
  void run_saysPodReasonAndLastWords_whenItCanNeverBeReady() {
    cluster.onWatch =
        () -> cluster.tell(status(true, false, problem(Problem.Kind.CRASH_LOOP, true)));

    assertThatThrownBy(() -> observe.run(NAMES, LONG))
        .isInstanceOfSatisfying(
            RolloutFailedException.class,
            e -> {
              assertThat(e.object()).isEqualTo("Pod default/bert-7c9");
              assertThat(e.reason()).isEqualTo("Because");
              assertThat(e.lastWords()).containsExactly("last line");
            })
        .hasMessageContaining("Service 'bert': 0/1 ready, Pod default/bert-7c9: Because, it is so")
        .hasMessageContaining("last line");
    assertThat(cluster.watchClosed).isTrue();
  }

  @Test
  void run_throwsCapacityException_whenOutOfStock() {
    cluster.onWatch =
        () -> cluster.tell(status(true, false, problem(Problem.Kind.OUT_OF_STOCK, true)));

    assertThatThrownBy(() -> observe.run(NAMES, LONG))
        .isInstanceOf(CapacityException.class)
        .hasMessageContaining("Add a fallback");
  }

  @Test
  void run_carriesTheLastStatus_whenTheTimeIsOver() {
    ServiceStatus waiting = status(true, false, problem(Problem.Kind.NOT_READY, false));
    cluster.onWatch = () -> cluster.tell(waiting);

    assertThatThrownBy(() -> observe.run(NAMES, Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            AwaitTimeoutException.class, e -> assertThat(e.lastStatus()).isEqualTo(waiting));
  }

  @Test
  void run_throwsWhatTheWatchCannotOutlive_always() {
    cluster.onWatch =
        () -> {
          if (cluster.failureListener != null) {
            cluster.failureListener.accept(
                new ClusterAccessException("watch pods: forbidden.", "Ask.", false, null));
          }
        };

    assertThatThrownBy(() -> observe.run(NAMES, LONG)).isInstanceOf(ClusterAccessException.class);
  }

  @Test
  void run_fails_whenTheServiceWasDeleted() {
    cluster.onWatch = () -> cluster.tell(status(false, false));

    assertThatThrownBy(() -> observe.run(NAMES, LONG))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("is not there");
  }

  @Test
  void run_endsAndClosesTheWatch_whenItsFutureIsCancelled() throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture<Void> watching = new CompletableFuture<>();
    cluster.onWatch = () -> watching.complete(null);
    CompletableFuture<ServiceStatus> future =
        Async.run(
            "test",
            () -> {
              try {
                return observe.run(NAMES, LONG);
              } finally {
                ended.complete(null);
              }
            });
    watching.get(10, TimeUnit.SECONDS);

    assertThat(future.cancel(true)).isTrue();

    ended.get(10, TimeUnit.SECONDS);
    assertThat(cluster.watchClosed).isTrue();
  }
}
