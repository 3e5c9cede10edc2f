package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoadTestTest {
  private static LoadReport run(RawServer server, LoadProfile profile) {
    return LoadTest.run(server.target(), profile, LoadListener.none());
  }

  private static void assertBalanced(LoadReport report) {
    LoadTotals t = report.totals();
    assertThat(t.ok() + t.failed() + t.dropped() + t.abandoned()).isEqualTo(t.offered());
    assertThat(report.latency().count()).isEqualTo(t.ok());
    assertThat(report.samples().stream().mapToLong(LoadSample::ok).sum()).isEqualTo(t.ok());
  }

  @Test
  void run_sendsExactlyTheSchedule_whenTheServerAnswers() throws Exception {
    List<LoadSample> heard = new ArrayList<>();
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.constant(100).during(Duration.ofMillis(1500)),
              heard::add);

      assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
      assertThat(report.totals())
          .extracting(LoadTotals::offered, LoadTotals::sent, LoadTotals::ok, LoadTotals::failed)
          .containsExactly(150L, 150L, 150L, 0L);
      assertThat(report.samples()).isEqualTo(heard);
      assertThat(heard).extracting(LoadSample::offered).startsWith(100L, 50L);
      assertThat(report.statuses()).containsOnlyKeys(200).containsValue(150L);
      assertBalanced(report);
    }
  }

  @Test
  void run_reportsWhatHappenedSoFar_whenInterrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(5);
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              asked.countDown();
              return true;
            })) {
      CompletableFuture<LoadReport> result = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                result.complete(
                    run(server, LoadProfile.constant(50).during(Duration.ofMinutes(10))));
                flag.complete(Thread.interrupted());
              });
      caller.start();
      asked.await();
      caller.interrupt();

      LoadReport report = result.get(10, TimeUnit.SECONDS);
      assertThat(report.outcome()).isEqualTo(LoadOutcome.CANCELLED);
      assertThat(report.reason()).contains("stopped by the caller");
      assertThat(report.totals().ok()).isGreaterThanOrEqualTo(1);
      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
      assertBalanced(report);
    }
  }

  @Test
  void start_abandonsWhatIsUnanswered_whenStopped() throws Exception {
    CountDownLatch asked = new CountDownLatch(3);
    CountDownLatch release = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              asked.countDown();
              release.await();
              return false;
            })) {
      LoadRun run =
          LoadTest.start(
              server.target(),
              LoadProfile.constant(100).during(Duration.ofMinutes(10)),
              LoadListener.none());
      asked.await();
      run.stop();
      LoadReport report = run.report().get(10, TimeUnit.SECONDS);
      release.countDown();

      assertThat(report.totals().abandoned())
          .isGreaterThanOrEqualTo(3)
          .isEqualTo(report.totals().offered());
      assertBalanced(report);
    }
  }

  @Test
  void start_stopsTheRun_whenTheFutureIsCancelled() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              asked.countDown();
              return true;
            })) {
      LoadRun run =
          LoadTest.start(
              server.target(),
              LoadProfile.constant(100).during(Duration.ofMinutes(10)),
              LoadListener.none());
      asked.await();
      run.report().cancel(true);
      Threads.assertNoneLeft();
    }
  }

  @Test
  void run_aborts_whenTheHostHasNoAddress() {
    LoadReport report =
        LoadTest.run(
            LoadTarget.of(URI.create("http://nowhere.invalid/")),
            LoadProfile.constant(10),
            LoadListener.none());

    assertThat(report.outcome()).isEqualTo(LoadOutcome.ABORTED);
    assertThat(report.reason()).contains("host 'nowhere.invalid' has no address");
    assertThat(report.totals().offered()).isZero();
  }

  @Test
  void run_refuses_whenTheProfileIsAboveItsLimits() {
    LoadTarget target = LoadTarget.of(URI.create("http://127.0.0.1:1/"));
    assertThatThrownBy(() -> LoadTest.run(target, LoadProfile.constant(5000), LoadListener.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "rate: 5000.0 (expected: at most 200.0 requests per second; maxRate(5000.0) allows it)");
    assertThatThrownBy(
            () ->
                LoadTest.run(
                    target,
                    LoadProfile.constant(100).during(Duration.ofHours(3)),
                    LoadListener.none()))
        .hasMessage(
            "requests: 1080000 (expected: at most 100000 altogether; maxRequests(1080000) allows"
                + " it)");
  }

  @Test
  void run_saysSo_whenALimitHeldAClosedLoop() throws Exception {
    LoadProfile loop = LoadProfile.connections(2).during(Duration.ofMillis(500));
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              return true;
            })) {
      LoadReport held = run(server, loop.maxRate(20));
      assertThat(held.remarks())
          .containsExactly(
              "Held at the profile's 20 requests/s: the server may answer more. maxRate(…)"
                  + " allows it.");
      assertThat(held.toString()).contains("remark    Held at");
      assertThat(held.toHtml()).contains("Held at the profile");

      LoadReport ended = run(server, loop.maxRate(100_000).maxRequests(5));
      assertThat(ended.totals().offered()).isEqualTo(5);
      assertThat(ended.remarks())
          .contains("Ended by the profile's limit of 5 requests. maxRequests(…) allows more.");

      LoadReport free = run(server, loop.maxRate(1_000_000).maxRequests(Long.MAX_VALUE));
      assertThat(free.remarks()).as("the server held it").isEmpty();
    }
  }

  @Test
  void run_goesOn_whenTheListenerThrows() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.constant(20).during(Duration.ofMillis(1100)),
              sample -> {
                throw new IllegalStateException("listener");
              });
      assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
      assertThat(report.totals().ok()).isEqualTo(22);
    }
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  /** Runs that end in each of the ways that a run can, one after another. */
  private static void runInAllWays(RawServer server, LoadTarget nobody) {
    LoadProfile open = LoadProfile.constant(500).maxRate(500).during(Duration.ofMillis(20));
    LoadRequest impatient = LoadRequest.get().timeout(Duration.ofMillis(5));
    assertBalanced(run(server, open));
    assertBalanced(run(server, open.request(impatient.path("/never"))));
    assertBalanced(run(server, open.request(LoadRequest.get().path("/half"))));
    assertBalanced(run(server, LoadProfile.connections(5).during(Duration.ofMillis(20))));
    assertBalanced(LoadTest.run(nobody, open, LoadListener.none()));
    LoadRun stopped = LoadTest.start(server.target(), open, LoadListener.none());
    stopped.stop();
    assertBalanced(stopped.report().join());
    assertThat(
            LoadTest.run(
                    LoadTarget.of(URI.create("http://nowhere.invalid/")), open, LoadListener.none())
                .outcome())
        .isEqualTo(LoadOutcome.ABORTED);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void run_leavesNoThreadSocketOrFile_after100Runs() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LoadTarget nobody = new LoadTarget("127.0.0.1", port, "/", "a.example", false);
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              if (head.startsWith("GET /never ")) {
                return true;
              }
              out.write(
                  RawServer.bytes(head.startsWith("GET /half ") ? "HTTP/1.1 " : RawServer.OK));
              return !head.startsWith("GET /half ");
            })) {
      // The first round brings what the JVM then keeps: classes' files, the resolver's socket.
      runInAllWays(server, nobody);
      Threads.eventually(() -> assertThat(server.openSockets()).isZero());
      long filesBefore = openFiles();
      for (int round = 0; round < 15; round++) {
        runInAllWays(server, nobody);
      }
      Threads.assertNoneLeft();
      Threads.eventually(() -> assertThat(server.openSockets()).isZero());
      Threads.eventually(() -> assertThat(openFiles()).isLessThanOrEqualTo(filesBefore));
    }
  }
}
