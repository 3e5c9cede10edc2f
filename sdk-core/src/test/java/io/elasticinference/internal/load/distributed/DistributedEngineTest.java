package io.elasticinference.internal.load.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.sun.net.httpserver.HttpServer;
import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadWorker;
import io.elasticinference.load.StopCondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/**
 * Loads of seconds, each with a server and pods of its own: the tests wait side by side, not one
 * after the other.
 */
@Timeout(60)
class DistributedEngineTest {
  private final AtomicInteger served = new AtomicInteger();
  private final List<LoadSample> heard = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private LoadTarget target;
  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          served.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    target = LoadTarget.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.shutdownNow();
  }

  private DistributedEngine engine(LoadProfile profile, int workers, LoadListener listener) {
    return new DistributedEngine(task(profile, workers, 20), listener);
  }

  private WorkerTask task(LoadProfile profile, int workers, int startWithin) {
    return new WorkerTask(target, profile, workers, Duration.ofSeconds(startWithin), List.of());
  }

  @Test
  @Execution(CONCURRENT)
  void result_isOne_andExact_whenThreeWorkersShareALoad() {
    PlayedPods pods = new PlayedPods(folder);
    DistributedEngine engine =
        engine(LoadProfile.constant(100).poisson(3).during(Duration.ofSeconds(3)), 3, heard::add);
    engine.start(pods);

    EngineResult result = engine.result().join();

    assertThat(result.reason()).isEmpty();
    assertThat(result.outcome()).isEqualTo(LoadOutcome.COMPLETED);
    assertThat(result.totals().offered()).isEqualTo(served.get()).isBetween(250L, 350L);
    assertThat(result.totals().ok()).isEqualTo(served.get());
    assertThat(result.latency().getTotalCount()).isEqualTo(served.get());
    assertThat(result.sendLag().getTotalCount()).isEqualTo(served.get());
    assertThat(result.statuses()).containsExactly(Map.entry(200, (long) served.get()));
    assertThat(result.samples()).isEqualTo(heard);
    assertThat(heard.stream().mapToLong(LoadSample::ok).sum()).isEqualTo(served.get());
    assertThat(heard.stream().mapToInt(LoadSample::second).toArray())
        .startsWith(0, 1, 2)
        .hasSizeLessThanOrEqualTo(4);
    assertThat(result.workers()).hasSize(3).allMatch(worker -> worker.problem().isEmpty());
    // Each has random arrivals of its own: 100 expected, 40 are four standard deviations.
    assertThat(result.workers())
        .allSatisfy(worker -> assertThat(worker.totals().ok()).isBetween(60L, 140L))
        .extracting(worker -> worker.totals().ok())
        .doesNotHaveDuplicates();
    assertThat(result.startedAt())
        .as("the agreed moment, long before the latest")
        .isBefore(pods.created().plusSeconds(10));
    assertThat(pods.isClosed()).isTrue();
  }

  @Test
  @Execution(CONCURRENT)
  void result_tellsWhoWasLost_andWhatIsKnownOfIt() {
    PlayedPods pods = new PlayedPods(folder);
    LoadProfile profile = LoadProfile.constant(90).during(Duration.ofSeconds(4));
    DistributedEngine engine =
        engine(
            profile,
            3,
            sample -> {
              if (sample.second() == 1) {
                pods.lose(1);
              }
            });
    engine.start(pods);

    EngineResult result = engine.result().join();

    assertThat(result.outcome()).isEqualTo(LoadOutcome.ABORTED);
    assertThat(result.reason().orElseThrow())
        .startsWith("worker 1 of 3 was lost after ")
        .contains("exit code 137");
    assertThat(result.workers())
        .extracting(worker -> worker.problem().isPresent())
        .containsExactly(false, true, false);
    assertThat(result.workers().get(0).totals().ok()).isEqualTo(120);
    assertThat(result.workers().get(1).totals().ok()).isBetween(45L, 95L);
    assertThat(result.totals().ok())
        .isEqualTo(result.workers().stream().mapToLong(w -> w.totals().ok()).sum())
        .isEqualTo(result.latency().getTotalCount());
  }

  @Test
  @Execution(CONCURRENT)
  void result_tellsWhoNeverBegan() {
    PlayedPods pods = new PlayedPods(folder).without(0);
    DistributedEngine engine =
        new DistributedEngine(
            task(LoadProfile.constant(30).during(Duration.ofSeconds(2)), 2, 2),
            Duration.ofSeconds(1),
            heard::add);
    Instant before = Instant.now();
    engine.start(pods);

    EngineResult result = engine.result().join();

    assertThat(result.outcome()).isEqualTo(LoadOutcome.ABORTED);
    assertThat(result.reason()).contains("worker 0 of 2 never began: Unschedulable: no room");
    assertThat(result.workers().get(0))
        .isEqualTo(
            new LoadWorker(
                0,
                "pod-0",
                Optional.empty(),
                result.workers().get(0).totals(),
                Optional.of("never began: Unschedulable: no room")));
    assertThat(result.totals().ok()).isEqualTo(30).isEqualTo(served.get());
    assertThat(result.startedAt()).isAfterOrEqualTo(before.plusSeconds(2));
  }

  @Test
  @Execution(CONCURRENT)
  void start_isAtTheLatestMoment_whenSignalsDoNotArrive() {
    PlayedPods pods = new PlayedPods(folder).withoutSignals();
    DistributedEngine engine =
        new DistributedEngine(
            task(LoadProfile.constant(20).during(Duration.ofSeconds(1)), 2, 3), heard::add);
    engine.start(pods);

    EngineResult result = engine.result().join();

    assertThat(result.outcome()).isEqualTo(LoadOutcome.COMPLETED);
    assertThat(result.totals().ok()).isEqualTo(20);
    assertThat(result.startedAt())
        .isBetween(pods.created().plusMillis(2_900), pods.created().plusMillis(3_900));
  }

  @Test
  @Execution(CONCURRENT)
  void result_tellsWhatHappenedSoFar_whenTheCallerStopsIt() {
    PlayedPods pods = new PlayedPods(folder);
    LoadProfile profile = LoadProfile.constant(60).during(Duration.ofMinutes(5));
    DistributedEngine[] engine = new DistributedEngine[1];
    engine[0] =
        engine(
            profile,
            3,
            sample -> {
              if (sample.second() == 1) {
                engine[0].stop();
              }
            });
    engine[0].start(pods);

    EngineResult result = engine[0].result().join();

    assertThat(result.outcome()).isEqualTo(LoadOutcome.CANCELLED);
    assertThat(result.reason()).contains("stopped by the caller");
    assertThat(result.totals().ok()).isBetween(60L, (long) served.get());
    assertThat(pods.isClosed()).isTrue();
  }

  @Test
  @Execution(CONCURRENT)
  void result_isStopped_whenTheMergedSecondsSaySo() {
    PlayedPods pods = new PlayedPods(folder);
    StopCondition atSixty =
        samples ->
            samples.stream().anyMatch(s -> s.ok() >= 60)
                ? Optional.of("more than any worker sends alone")
                : Optional.empty();
    DistributedEngine engine =
        engine(
            LoadProfile.constant(60).during(Duration.ofMinutes(5)).stopWhen(atSixty),
            3,
            heard::add);
    engine.start(pods);

    EngineResult result = engine.result().join();

    assertThat(result.outcome()).isEqualTo(LoadOutcome.STOPPED);
    assertThat(result.reason()).contains("more than any worker sends alone");
  }

  @Test
  @Execution(CONCURRENT)
  void result_comesAtOnce_whenAPodEndsBeforeTheBegin() {
    PlayedPods pods = new PlayedPods(folder).without(1);
    List<String> waits = new CopyOnWriteArrayList<>();
    LoadListener listener =
        new LoadListener() {
          @Override
          public void sampled(LoadSample sample) {
            heard.add(sample);
          }

          @Override
          public void waiting(String what) {
            waits.add(what);
            if (what.startsWith("2 of 3")) {
              pods.say(1, "Error: LinkageError");
              pods.say(1, "class file version 61.0");
              pods.lose(1);
            }
          }
        };
    DistributedEngine engine =
        engine(LoadProfile.constant(50).during(Duration.ofSeconds(5)), 3, listener);
    engine.start(pods);

    EngineResult result = engine.result().join();

    assertThat(waits)
        .contains("2 of 3 pods ready; pod-1: Unschedulable: no room")
        .doesNotHaveDuplicates();
    assertThat(result.outcome()).isEqualTo(LoadOutcome.ABORTED);
    assertThat(result.reason())
        .contains(
            "worker 1 of 3 never began: exit code 137, and its log ends with: Error: LinkageError /"
                + " class file version 61.0");
    assertThat(result.totals().sent()).isZero();
    assertThat(served).hasValue(0);
    assertThat(pods.isClosed()).isTrue();
  }
}
