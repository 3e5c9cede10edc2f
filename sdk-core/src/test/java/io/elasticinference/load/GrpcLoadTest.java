package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load over gRPC against grpc-java's own server: what goes wrong is told as it was. */
class GrpcLoadTest {
  /** With much time: what else this machine does is not to be seen in these tests. */
  private static final GrpcRequest REQUEST =
      GrpcRequest.predict("m").input("x", Tensor.floats(1, 2)).timeout(Duration.ofSeconds(20));

  private static final LoadProfile PROFILE =
      LoadProfile.constant(100).during(Duration.ofMillis(500)).grpc(REQUEST).stopWhen();

  @AfterEach
  void noThreadIsLeft() {
    Threads.assertNoneLeft();
  }

  private static LoadReport run(LoadTarget target, LoadProfile profile) {
    LoadReport report = LoadTest.run(target, profile, LoadListener.none());
    LoadTotals t = report.totals();
    assertThat(t.ok() + t.failed() + t.dropped() + t.abandoned()).isEqualTo(t.offered());
    assertThat(report.latency().count()).isEqualTo(t.ok());
    assertThat(report.sendLag().count()).isEqualTo(t.sent());
    assertThat(report.samples().stream().mapToLong(LoadSample::ok).sum()).isEqualTo(t.ok());
    assertThat(report.failures().stream().mapToLong(LoadFailure::count).sum())
        .isEqualTo(t.failed());
    return report;
  }

  private static LoadFailure onlyFailure(LoadReport report) {
    assertThat(report.failures()).as("%s", report).hasSize(1);
    return report.failures().get(0);
  }

  @Test
  void run_sendsExactlyTheSchedule_withMetadataInTurns() throws Exception {
    Metadata.Key<String> key = Metadata.Key.of("x-team", Metadata.ASCII_STRING_MARSHALLER);
    GrpcRequest request =
        REQUEST
            .metadata("x-team", "a secret")
            .inputs(List.of(Map.of("x", Tensor.ints(1)), Map.of("x", Tensor.texts("a", "b"))));
    try (GrpcServer server = new GrpcServer(call -> call.reply(GrpcServer.REPLY))) {
      LoadReport report = run(server.target(), PROFILE.grpc(request));

      assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
      assertThat(report.totals())
          .extracting(LoadTotals::offered, LoadTotals::sent, LoadTotals::ok, LoadTotals::failed)
          .containsExactly(50L, 50L, 50L, 0L);
      assertThat(report.statuses()).containsExactly(Map.entry(0, 50L));
      assertThat(server.headers).hasSize(50).allMatch(sent -> "a secret".equals(sent.get(key)));
      Map<String, Long> messages =
          server.messages.stream()
              .collect(Collectors.groupingBy(java.util.Arrays::toString, Collectors.counting()));
      assertThat(messages.values()).containsExactly(25L, 25L);
      assertThat(report.profile().toString()).endsWith(", gRPC");
      assertThat(report.toString() + request).doesNotContain("a secret");
    }
  }

  @Test
  void run_countsLatencyFromTheIntendedTime_whenTheServerStallsAndThenAnswersAll()
      throws Exception {
    CompletableFuture<Void> stall = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    try (GrpcServer server =
        new GrpcServer(
            call -> {
              if (calls.incrementAndGet() == 1) {
                stall.completeOnTimeout(null, 400, java.util.concurrent.TimeUnit.MILLISECONDS);
              }
              var unused = stall.thenRun(() -> call.reply(GrpcServer.REPLY));
            })) {
      LoadReport report = run(server.target(), PROFILE);

      // Sent every 10 ms into a stall of 400 ms: those of its begin wait longest, and half of them
      // more than 200 ms.
      assertThat(report.totals().ok()).isEqualTo(50);
      assertThat(report.latency().max()).isGreaterThanOrEqualTo(Duration.ofMillis(390));
      assertThat(report.latency().percentile(55)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }
  }

  @Test
  void run_failsWhatTheServerRefuses_byItsCode() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (GrpcServer server =
        new GrpcServer(
            call -> {
              if (count.incrementAndGet() % 5 == 0) {
                call.fail(Status.RESOURCE_EXHAUSTED.withDescription("no GPU\nleft"));
              } else {
                call.reply(GrpcServer.REPLY);
              }
            })) {
      LoadReport report = run(server.target(), PROFILE);

      assertThat(report.statuses()).containsExactly(Map.entry(0, 40L), Map.entry(8, 10L));
      assertThat(onlyFailure(report))
          .isEqualTo(
              new LoadFailure(FailureKind.STATUS, 10, "gRPC RESOURCE_EXHAUSTED (8): no GPU left"));
      assertThat(report.failedLatency().count()).isEqualTo(10);
      assertThat(report.toHtml()).contains("gRPC OK (0)", "gRPC RESOURCE_EXHAUSTED (8)");
    }
  }

  @Test
  void run_failsReplies_whenTheyAreNoPredictionOrLackTheOutput() throws Exception {
    byte[] nonsense = {(byte) 0xff, (byte) 0xff};
    for (byte[] reply : List.of(nonsense, new byte[0])) {
      try (GrpcServer server = new GrpcServer(call -> call.reply(reply))) {
        LoadFailure failure = onlyFailure(run(server.target(), PROFILE));
        assertThat(failure.kind()).isEqualTo(FailureKind.BODY);
        assertThat(failure.count()).isEqualTo(50);
      }
    }
    try (GrpcServer server = new GrpcServer(call -> call.reply(GrpcServer.REPLY))) {
      assertThat(run(server.target(), PROFILE.grpc(REQUEST.expectOutput("y"))).totals().ok())
          .isEqualTo(50);
      LoadReport other = run(server.target(), PROFILE.grpc(REQUEST.expectOutput("z")));
      assertThat(onlyFailure(other))
          .isEqualTo(new LoadFailure(FailureKind.BODY, 50, "no output z"));
    }
  }

  @Test
  void run_timesOut_whenTheServerSaysNothing() throws Exception {
    GrpcRequest impatient = REQUEST.timeout(Duration.ofMillis(300));
    try (GrpcServer server = new GrpcServer(call -> {})) {
      LoadReport report = run(server.target(), PROFILE.grpc(impatient));

      // In a cold JVM a call may not even be on its way by then; none of them succeeded.
      assertThat(report.totals().ok()).isZero();
      assertThat(report.failures()).extracting(LoadFailure::kind).contains(FailureKind.TIMEOUT);
      assertThat(report.failedLatency().percentile(0))
          .isGreaterThanOrEqualTo(Duration.ofMillis(295));
      assertThat(report.statuses()).isEmpty();
    }
  }

  @Test
  void run_tellsThatNobodyListens_thenSucceedsAsSoonAsSomebodyDoes() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    LoadTarget target = LoadTarget.of(URI.create("http://127.0.0.1:" + port));
    LoadReport refused = run(target, PROFILE);
    assertThat(onlyFailure(refused).kind()).isEqualTo(FailureKind.CONNECT_REFUSED);
    assertThat(refused.totals().failed()).isEqualTo(50);
    assertThat(refused.totals().sent()).isZero();

    CompletableFuture<GrpcServer> later = new CompletableFuture<>();
    LoadReport report =
        LoadTest.run(
            target,
            PROFILE.during(Duration.ofSeconds(4)),
            sample -> {
              if (sample.second() == 0) {
                later.completeAsync(() -> started(port));
              }
            });
    later.join().close();
    // grpc-java by itself would wait a second and more before it tries to connect again.
    assertThat(report.samples().get(0).ok()).isZero();
    assertThat(report.samples().get(3).ok()).isGreaterThan(90);
  }

  private static GrpcServer started(int port) {
    try {
      return new GrpcServer(call -> call.reply(GrpcServer.REPLY), port, Integer.MAX_VALUE, null);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void run_failsCalls_whenTheServerDiesMeanwhile() throws Exception {
    GrpcServer server = new GrpcServer(call -> call.replyIn(50));
    LoadReport report =
        LoadTest.run(
            server.target(),
            PROFILE.during(Duration.ofSeconds(3)),
            sample -> {
              if (sample.second() == 0) {
                server.close();
              }
            });

    assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
    assertThat(report.totals().ok()).isBetween(50L, 200L);
    assertThat(report.totals().ok() + report.totals().failed()).isEqualTo(300);
    assertThat(report.failures())
        .extracting(LoadFailure::kind)
        .contains(FailureKind.CONNECT_REFUSED)
        .isSubsetOf(
            FailureKind.CONNECT_REFUSED,
            FailureKind.CLOSED,
            FailureKind.RESET,
            FailureKind.STATUS,
            FailureKind.CONNECT_FAILED);
  }

  @Test
  void run_saysHowLateCallsWereSent_whenTheConnectionHasNoRoomForThem() throws Exception {
    GrpcRequest one = REQUEST.connections(1).timeout(Duration.ofMillis(700));
    try (GrpcServer server = new GrpcServer(call -> call.replyIn(200), 0, 2, null)) {
      LoadReport report = run(server.target(), PROFILE.grpc(one));

      // Two at a time, 200 ms each: ten a second of a hundred. The others wait in the library, and
      // get their turn, if at all, when those before them are out of time.
      assertThat(report.totals().ok()).as("%s", report).isBetween(2L, 14L);
      assertThat(report.failures()).extracting(LoadFailure::kind).containsOnly(FailureKind.TIMEOUT);
      assertThat(report.totals().late()).as("%s", report).isGreaterThan(25);
      assertThat(report.sendLag().p90()).isGreaterThan(Duration.ofMillis(200));
      assertThat(report.latency().max()).isLessThanOrEqualTo(Duration.ofMillis(750));
    }
  }

  @Test
  void run_dropsAboveTheLimitOfCallsInFlight() throws Exception {
    try (GrpcServer server = new GrpcServer(call -> call.replyIn(5_000))) {
      LoadRun run = LoadTest.start(server.target(), PROFILE.maxInFlight(10), LoadListener.none());
      run.report().completeOnTimeout(null, 1, java.util.concurrent.TimeUnit.MINUTES);
      Threads.eventually(() -> assertThat(server.messages).hasSize(10));
      LoadReport report =
          run(
              server.target(),
              PROFILE.maxInFlight(10).grpc(REQUEST.timeout(Duration.ofMillis(900))));
      run.stop();

      assertThat(report.totals().dropped()).isEqualTo(40);
      LoadReport stopped = run.report().join();
      assertThat(stopped.outcome()).isEqualTo(LoadOutcome.CANCELLED);
      assertThat(stopped.totals().abandoned()).isEqualTo(10);
    }
  }

  @Test
  void run_keepsSoManyCallsOnTheirWay_whenTheLoopIsClosed() throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    try (GrpcServer server =
        new GrpcServer(
            call -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              var unused =
                  call.clock()
                      .schedule(
                          () -> {
                            now.decrementAndGet();
                            call.reply(GrpcServer.REPLY);
                          },
                          20,
                          java.util.concurrent.TimeUnit.MILLISECONDS);
            })) {
      LoadReport report =
          run(
              server.target(),
              LoadProfile.connections(4).during(Duration.ofSeconds(1)).grpc(REQUEST).stopWhen());

      assertThat(most).hasValue(4);
      assertThat(report.totals().ok()).isBetween(40L, 200L);
      assertThat(report.failures()).isEmpty();
    }
  }

  @Test
  void run_spreadsCallsOverItsConnections() throws Exception {
    var addresses = java.util.Collections.synchronizedSet(new HashSet<Object>());
    try (GrpcServer server =
        new GrpcServer(
            call -> {
              addresses.add(
                  call.call().getAttributes().get(io.grpc.Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
              call.reply(GrpcServer.REPLY);
            })) {
      run(server.target(), PROFILE.grpc(REQUEST.connections(3)));

      assertThat(addresses).hasSize(3);
    }
  }

  @Test
  void run_trustsOnlyACertificateOfTheHost(@TempDir Path folder) throws Exception {
    var tls = SelfSigned.of("dns:test.example.com", folder).context();
    try (GrpcServer server =
        new GrpcServer(call -> call.reply(GrpcServer.REPLY), 0, Integer.MAX_VALUE, tls)) {
      LoadTarget target =
          LoadTarget.of(URI.create("https://127.0.0.1:" + server.port()))
              .hostHeader("test.example.com");
      LoadReport trusted =
          LoadTest.start(target, PROFILE, LoadListener.none(), tls).report().join();
      assertThat(trusted.totals().ok()).as("%s", trusted).isEqualTo(50);

      LoadReport other =
          LoadTest.start(target.hostHeader("other.example.com"), PROFILE, LoadListener.none(), tls)
              .report()
              .join();
      assertThat(other.totals().ok()).isZero();
      assertThat(onlyFailure(other).kind()).isEqualTo(FailureKind.TLS);
      assertThat(onlyFailure(run(target, PROFILE)).kind()).isEqualTo(FailureKind.TLS);
    }
  }

  @Test
  void run_saysWhatAnswered_whenItIsNoGrpc() throws Exception {
    try (RawServer server =
        new RawServer(
            (head, socket, out) -> {
              out.write(RawServer.bytes(RawServer.OK));
              return true;
            })) {
      LoadReport report =
          run(
              server.target(),
              PROFILE.during(Duration.ofMillis(200)).grpc(REQUEST.timeout(Duration.ofSeconds(3))));

      assertThat(report.totals().ok()).isZero();
      assertThat(report.totals().failed()).isEqualTo(20);
    }
  }

  @Test
  void start_refuses_whenNobodySaysWhatToSend() {
    LoadTarget target = LoadTarget.of(URI.create("http://127.0.0.1:1"));

    assertThatThrownBy(
            () -> LoadTest.start(target, LoadProfile.constant(1).grpc(), LoadListener.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grpc(GrpcRequest.predict(");
    assertThatThrownBy(() -> PROFILE.distributed(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not speak gRPC");
  }
}
