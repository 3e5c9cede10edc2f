package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS against the JDK's server, with a certificate made for test.example.com alone. */
class LoadHttpsTest {
  /** Few connections and much time: a handshake in a cold JVM on a busy machine is slow. */
  private static final LoadProfile PROFILE =
      LoadProfile.constant(200)
          .during(Duration.ofMillis(500))
          .maxConnections(4)
          .request(
              patient(LoadRequest.post("{\"instances\": [1]}")).expectJson("predictions[1999]"));

  private static final LoadProfile SHORT = PROFILE.during(Duration.ofMillis(100));

  @TempDir static Path folder;
  private static HttpsServer server;
  private static ExecutorService threads;
  private static SSLContext tls;

  @BeforeAll
  static void start() throws Exception {
    tls = SelfSigned.of("dns:test.example.com", folder).context();

    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    byte[] body =
        ("{\"predictions\": [" + "0.123456789, ".repeat(1999) + "1]}")
            .getBytes(StandardCharsets.US_ASCII);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          // Chunked every second time.
          boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
          exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @AfterEach
  void noThreadIsLeft() {
    Threads.assertNoneLeft();
  }

  private static LoadRequest patient(LoadRequest request) {
    return request.timeout(Duration.ofMinutes(1));
  }

  private static LoadTarget target(String path, String host) {
    return new LoadTarget("127.0.0.1", server.getAddress().getPort(), path, host, true);
  }

  private static LoadReport run(LoadTarget target, LoadProfile profile) throws Exception {
    return LoadTest.start(target, profile, LoadListener.none(), tls)
        .report()
        .get(120, TimeUnit.SECONDS);
  }

  @Test
  void run_succeeds_whenTheCertificateIsOfTheHost() throws Exception {
    for (String path : new String[] {"/", "/chunked"}) {
      LoadReport report = run(target(path, "test.example.com"), PROFILE);

      assertThat(report.failures()).isEmpty();
      assertThat(report.totals().ok()).isEqualTo(100);
    }
  }

  @Test
  void run_succeeds_whenEveryRequestHasItsOwnConnection() throws Exception {
    LoadProfile profile = SHORT.request(patient(LoadRequest.get()).keepAlive(false));
    LoadReport report = run(target("/", "test.example.com"), profile);

    assertThat(report.failures()).isEmpty();
    assertThat(report.totals().ok()).isEqualTo(20);
  }

  @Test
  void run_sendsAndReadsLargeBodies_inManyRecords() throws Exception {
    String large = "[" + "1,".repeat(400_000) + "1]";
    LoadProfile profile =
        LoadProfile.constant(20)
            .during(Duration.ofMillis(250))
            .request(patient(LoadRequest.post(large)).expectJson("predictions[0]"));
    LoadReport report = run(target("/", "test.example.com"), profile);

    assertThat(report.failures()).isEmpty();
    assertThat(report.totals().ok()).isEqualTo(5);
  }

  @Test
  void run_fails_whenTheCertificateIsOfAnotherHost() throws Exception {
    LoadReport report = run(target("/", "other.example.com"), SHORT);

    assertThat(report.failures()).extracting(LoadFailure::kind).containsExactly(FailureKind.TLS);
    assertThat(report.failures().get(0).count()).isEqualTo(20);
    assertThat(report.failures().get(0).example()).contains("other.example.com");
    assertThat(report.totals().sent()).isZero();
  }

  @Test
  void run_fails_whenTheCertificateIsOfNobodyTrusted() {
    LoadReport report = LoadTest.run(target("/", "test.example.com"), SHORT, LoadListener.none());

    assertThat(report.failures()).extracting(LoadFailure::kind).containsExactly(FailureKind.TLS);
    assertThat(report.failures().get(0).example()).contains("certification path");
    assertThat(report.totals().sent()).isZero();
  }

  @Test
  void run_fails_whenTheServerSpeaksNoTls() throws Exception {
    try (RawServer plain = new RawServer((head, socket, out) -> false)) {
      LoadTarget target =
          new LoadTarget("127.0.0.1", plain.target().port(), "/", "test.example.com", true);
      LoadProfile profile = SHORT.request(LoadRequest.get().timeout(Duration.ofMillis(300)));
      LoadReport report = run(target, profile);

      // It waits for the end of a line that never comes, so the handshake does not end.
      assertThat(report.totals().failed()).isEqualTo(20);
      assertThat(report.failures())
          .extracting(LoadFailure::kind)
          .isSubsetOf(FailureKind.TLS, FailureKind.CONNECT_TIMEOUT);
    }
  }
}
