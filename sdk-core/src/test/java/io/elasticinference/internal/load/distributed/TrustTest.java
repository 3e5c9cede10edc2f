package io.elasticinference.internal.load.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers speak HTTPS to a server whose certificate only the caller knows. */
@Timeout(60)
class TrustTest {
  @TempDir private static Path keys;
  private static SelfSigned own;
  private static HttpsServer server;
  private static ExecutorService threads;
  @TempDir private Path folder;

  @BeforeAll
  static void serve() throws Exception {
    own = SelfSigned.of("ip:127.0.0.1", keys);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(own.context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
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

  private EngineResult sent(List<X509Certificate> trusted) {
    LoadTarget target =
        LoadTarget.of(URI.create("https://127.0.0.1:" + server.getAddress().getPort()));
    LoadProfile profile =
        LoadProfile.constant(20)
            .during(Duration.ofSeconds(1))
            .maxConnections(2)
            .request(LoadRequest.get().timeout(Duration.ofSeconds(20)));
    DistributedEngine engine =
        new DistributedEngine(
            new WorkerTask(target, profile, 2, Duration.ofSeconds(20), trusted),
            LoadListener.none());
    engine.start(new PlayedPods(folder));
    return engine.result().join();
  }

  @Test
  void workers_trustWhatTheyAreTold() {
    EngineResult result = sent(List.of(own.certificate()));

    assertThat(result.failures()).isEmpty();
    assertThat(result.totals().ok()).isEqualTo(20);
  }

  @Test
  void workers_trustNobodyElse() {
    EngineResult result = sent(List.of());

    assertThat(result.totals().ok()).isZero();
    assertThat(result.failures())
        .extracting(failure -> failure.kind())
        .containsOnly(FailureKind.TLS);
  }

  @Test
  void decode_refusesWhatIsNoCertificate() {
    assertThatThrownBy(() -> Trust.decode("aGVsbG8="))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("authorities: no certificate (expected: X.509)");
    assertThat(Trust.decode(Trust.encode(own.certificate()))).isEqualTo(own.certificate());
  }
}
