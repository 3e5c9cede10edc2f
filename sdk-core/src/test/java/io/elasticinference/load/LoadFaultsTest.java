package io.elasticinference.load;

import static io.elasticinference.load.RawServer.OK;
import static io.elasticinference.load.RawServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that misbehave: the report tells what they did, and the books balance. */
class LoadFaultsTest {
  private static final LoadRequest POST = LoadRequest.post("{\"instances\": [1]}");

  private static final int LARGE = 32 * 1024 * 1024;

  @AfterEach
  void noThreadIsLeft() {
    Threads.assertNoneLeft();
  }

  private static LoadReport run(LoadTarget target, int requests, LoadRequest request) {
    LoadProfile profile =
        LoadProfile.constant(200).during(Duration.ofMillis(requests * 5L)).request(request);
    LoadReport report = LoadTest.run(target, profile, LoadListener.none());
    LoadTotals t = report.totals();
    assertThat(t.offered()).isEqualTo(requests);
    assertThat(t.ok() + t.failed() + t.dropped() + t.abandoned()).isEqualTo(requests);
    assertThat(report.failures().stream().mapToLong(LoadFailure::count).sum())
        .isEqualTo(t.failed());
    return report;
  }

  private static LoadReport run(RawServer.Handler handler, LoadRequest request) throws IOException {
    try (RawServer server = new RawServer(handler)) {
      return run(server.target(), 40, request);
    }
  }

  private static Map<FailureKind, Long> kinds(LoadReport report) {
    return report.failures().stream()
        .collect(Collectors.toMap(LoadFailure::kind, LoadFailure::count));
  }

  @Test
  void run_countsRefusals_whenNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LoadReport report = run(new LoadTarget("127.0.0.1", port, "/", "a.example", false), 40, POST);

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.CONNECT_REFUSED, 40L));
    assertThat(report.totals().sent()).isZero();
    assertThat(report.failedLatency().count()).isEqualTo(40);
  }

  @Test
  void run_countsErrors_whenTheServerAnswersFast500s() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              out.write(
                  bytes("HTTP/1.1 500 Oops\r\nContent-Length: 15\r\n\r\n{\"error\":\"no\"}\n"));
              return true;
            },
            POST);

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.STATUS, 40L));
    assertThat(report.failures().get(0).example()).isEqualTo("status 500: {\"error\":\"no\"}");
    assertThat(report.statuses()).isEqualTo(Map.of(500, 40L));
    assertThat(report.totals().ok()).isZero();
    assertThat(report.throughput()).isZero();
    assertThat(report.latency().count()).isZero();
  }

  @Test
  void run_countsFailures_whenTheBodyIsNotAsExpected() throws Exception {
    AtomicInteger count = new AtomicInteger();
    LoadReport report =
        run(
            (head, socket, out) -> {
              String body =
                  count.getAndIncrement() % 2 == 0
                      ? "{\"predictions\": [1]}"
                      : "{\"error\": \"predictions\"}";
              out.write(
                  bytes("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
              return true;
            },
            POST.expectJson("predictions[0]"));

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.BODY, 20L));
    assertThat(report.totals().ok()).isEqualTo(20);
    assertThat(report.statuses()).isEqualTo(Map.of(200, 40L));
  }

  @Test
  void run_countsMalformedReplies_whenTheServerSpeaksNonsense() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              out.write(bytes("SSH-2.0-OpenSSH_9.2\r\n"));
              return true;
            },
            POST);

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.MALFORMED, 40L));
    assertThat(report.failures().get(0).example()).isEqualTo("does not begin with HTTP/1.");
  }

  @Test
  void run_countsMalformedReplies_whenMoreComesThanWasPromised() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}"));
              return true;
            },
            POST);

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.MALFORMED, 40L));
  }

  @Test
  void run_countsClosed_whenTheServerClosesWithoutAReply() throws Exception {
    LoadReport report = run((head, socket, out) -> false, LoadRequest.get());

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.CLOSED, 40L));
    assertThat(report.totals().sent()).isEqualTo(40);
  }

  @Test
  void run_countsClosed_whenTheServerClosesInTheMiddle() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"));
              return false;
            },
            POST);

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.CLOSED, 40L));
    assertThat(report.failures().get(0).example()).isEqualTo("closed in the middle of a reply");
  }

  @Test
  void run_countsTimeouts_whenRepliesNeverEnd() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na"));
              return true;
            },
            POST.timeout(Duration.ofMillis(300)));

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.TIMEOUT, 40L));
    assertThat(report.failures().get(0).example()).isEqualTo("reply not complete in time");
    assertThat(report.failedLatency().percentile(0)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void run_waitsForTheLastByte_whenRepliesTrickle() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              for (byte b : bytes(OK)) {
                out.write(b);
                out.flush();
                LockSupport.parkNanos(1_000_000);
              }
              return true;
            },
            POST);

    assertThat(report.failures()).isEmpty();
    assertThat(report.latency().percentile(0)).isGreaterThan(Duration.ofMillis(OK.length() - 2));
  }

  @Test
  void run_countsTimeouts_whenRepliesTrickleForEver() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
              while (over.getCount() > 0) {
                out.write(bytes("1\r\nx\r\n"));
                out.flush();
                LockSupport.parkNanos(1_000_000);
              }
              return false;
            })) {
      LoadReport report = run(server.target(), 40, POST.timeout(Duration.ofMillis(300)));

      // Bytes that keep coming are no reply: they do not put the end off.
      assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.TIMEOUT, 40L));
      assertThat(report.failures().get(0).example()).isEqualTo("reply not complete in time");
    } finally {
      over.countDown();
    }
  }

  @Test
  void run_countsClosed_whenTheServerClosesItsHalfBeforeTheReply() throws Exception {
    LoadReport report =
        run(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"));
              socket.shutdownOutput();
              return socket.getInputStream().read() >= 0;
            },
            POST);

    assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.CLOSED, 40L));
  }

  @Test
  void run_opensAnotherConnection_whenTheServerClosesItsHalfAfterTheReply() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(bytes(OK));
              socket.shutdownOutput();
              // Ends when the other side has closed its half too.
              return socket.getInputStream().read() >= 0;
            })) {
      LoadReport report = run(server.target(), 40, POST);

      // One that goes out before the end is seen is lost with its connection, and counted.
      assertThat(report.totals().ok()).isPositive();
      assertThat(kinds(report).keySet()).isSubsetOf(FailureKind.CLOSED, FailureKind.RESET);
      assertThat(server.accepted.get()).isGreaterThan(1);
      Threads.eventually(() -> assertThat(server.openSockets()).isZero());
    }
  }

  /** Answers before it has read the body, and counts the requests that did not come whole. */
  private static void answerEarly(ServerSocket server, AtomicInteger cut) {
    byte[] piece = new byte[64 * 1024];
    while (true) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        socket
            .getOutputStream()
            .write(bytes("HTTP/1.1 413 Too Large\r\nContent-Length: 8\r\n\r\ntoo much"));
        // Nothing is read until the reply has long been there.
        LockSupport.parkNanos(20_000_000);
        long read = 0;
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          read += count;
        }
        cut.addAndGet(read < LARGE ? 1 : 0);
      } catch (SocketException e) {
        if (server.isClosed()) {
          return;
        }
        cut.incrementAndGet();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void run_countsTheReply_whenItComesWhileTheRequestIsStillGoingOut() throws Exception {
    AtomicInteger cut = new AtomicInteger();
    Thread thread;
    try (ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      thread = new Thread(() -> answerEarly(server, cut), "early-server");
      thread.start();
      LoadTarget target =
          new LoadTarget("127.0.0.1", server.getLocalPort(), "/", "a.example", false);
      LoadReport report = run(target, 5, LoadRequest.post(new byte[LARGE]));

      assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.STATUS, 5L));
      assertThat(report.failures().get(0).example()).isEqualTo("status 413: too much");
      // What was left of each request went nowhere: above all not before the next one.
      Threads.eventually(() -> assertThat(cut).hasValue(5));
    }
    thread.join();
  }

  @Test
  void run_succeeds_whenTheServerClosesAfterEveryReply() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end"));
              return false;
            })) {
      LoadReport report = run(server.target(), 40, POST.expectBody("the end"));

      assertThat(report.failures()).isEmpty();
      assertThat(server.accepted).hasValue(40);
    }
  }

  @Test
  void run_opensAConnectionForEach_whenKeepAliveIsOff() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              assertThat(head).contains("\r\nConnection: close\r\n");
              out.write(bytes(OK));
              return true;
            })) {
      LoadReport report = run(server.target(), 40, POST.keepAlive(false));

      assertThat(report.failures()).isEmpty();
      assertThat(server.accepted).hasValue(40);
    }
  }

  @Test
  void run_showsBoth_whenTheServerDiesOnTheWay() throws Exception {
    AtomicInteger count = new AtomicInteger();
    RawServer[] self = new RawServer[1];
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              if (count.incrementAndGet() == 20) {
                self[0].die();
                return false;
              }
              out.write(bytes(OK));
              return true;
            })) {
      self[0] = server;
      LoadReport report = run(server.target(), 40, POST);

      assertThat(report.totals().ok()).isBetween(1L, 19L);
      assertThat(kinds(report)).containsKey(FailureKind.CONNECT_REFUSED);
      assertThat(kinds(report).keySet())
          .isSubsetOf(FailureKind.CONNECT_REFUSED, FailureKind.RESET, FailureKind.CLOSED);
    }
  }

  @Test
  void run_dropsAndCounts_whenTheConnectionsAreAllBusy() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              // Never answers.
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.constant(200)
                  .during(Duration.ofMillis(200))
                  .request(POST.timeout(Duration.ofMillis(500)))
                  .maxConnections(2)
                  .maxInFlight(10),
              LoadListener.none());

      // Ten are let in; two of them are sent, and those behind them as far as time is left for
      // them.
      LoadTotals t = report.totals();
      assertThat(t.offered()).isEqualTo(40);
      assertThat(t.sent()).isBetween(2L, 10L);
      assertThat(kinds(report)).isEqualTo(Map.of(FailureKind.TIMEOUT, t.failed()));
      assertThat(t.dropped()).isGreaterThanOrEqualTo(30).isEqualTo(40 - t.failed());
    }
  }

  @Test
  void run_isLateAndSaysSo_whenRequestsWaitForAConnection() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              Thread.sleep(50);
              out.write(bytes(OK));
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.constant(200)
                  .during(Duration.ofMillis(50))
                  .request(POST)
                  .maxConnections(1),
              LoadListener.none());

      // The tenth request waits for nine replies of at least 50 ms, less the 45 ms until it is due.
      assertThat(report.totals().ok()).isEqualTo(10);
      assertThat(report.totals().late()).isGreaterThanOrEqualTo(9);
      assertThat(report.sendLag().max()).isGreaterThan(Duration.ofMillis(400));
      assertThat(report.latency().max()).isGreaterThan(Duration.ofMillis(450));
    }
  }

  @Test
  void run_stopsEarly_whenAConditionHolds() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(bytes("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
              return true;
            })) {
      LoadReport report =
          LoadTest.run(
              server.target(),
              LoadProfile.constant(50)
                  .during(Duration.ofMinutes(5))
                  .stopWhen(StopCondition.errorRatioOver(0.5, Duration.ofSeconds(1))),
              LoadListener.none());

      assertThat(report.outcome()).isEqualTo(LoadOutcome.STOPPED);
      assertThat(report.reason()).contains("error ratio over 0.5 for 1 s, at last 1.0");
    }
  }
}
