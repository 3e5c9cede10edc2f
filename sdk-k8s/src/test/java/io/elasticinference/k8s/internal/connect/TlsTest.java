package io.elasticinference.k8s.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.spi.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own, which wants one of its client. */
class TlsTest {

  @TempDir static Path folder;

  private static KeyStore serverStore;
  private static KeyStore clientStore;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    serverStore = KeyPairs.keyStore(folder, "server", "-ext", "san=dns:kubernetes");
    clientStore = KeyPairs.keyStore(folder, "client");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext tls = context();
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          String who = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
          byte[] body = ("{\"who\":\"" + who + "\"}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(serverStore, KeyPairs.PASSWORD);
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    trusted.setCertificateEntry("client", clientStore.getCertificate("client"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static String data(String label, byte[] der) {
    return Base64.getEncoder().encodeToString(KeyPairs.pem(label, der));
  }

  private static ApiServer connect(String authorityAlias, String more)
      throws GeneralSecurityException, IOException {
    KeyStore authority = authorityAlias.equals("server") ? serverStore : clientStore;
    String yaml =
        "current-context: k\ncontexts: [{name: k, context: {cluster: c, user: u}}]\n"
            + "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:"
            + server.getAddress().getPort()
            + "', certificate-authority-data: "
            + data("CERTIFICATE", authority.getCertificate(authorityAlias).getEncoded())
            + more
            + "}}]\nusers: [{name: u, user: {client-certificate-data: "
            + data("CERTIFICATE", clientStore.getCertificate("client").getEncoded())
            + ", client-key-data: "
            + data("PRIVATE KEY", clientStore.getKey("client", KeyPairs.PASSWORD).getEncoded())
            + "}}]\n";
    Path file = Files.writeString(folder.resolve("kubeconfig"), yaml);
    return ClusterSearch.connect(Environment.of(Map.of("KUBECONFIG", file.toString())), List.of());
  }

  private static Map<String, Object> ask(ApiServer api) {
    return new Failures(api.url()).explained(() -> api.send(ApiRequest.path("version")).body());
  }

  @Test
  void send_showsTheClientsCertificate_whenTheServerIsTheRightOne()
      throws GeneralSecurityException, IOException {
    try (ApiServer api = connect("server", ", tls-server-name: kubernetes")) {
      assertThat(ask(api)).containsEntry("who", "CN=client");
    }
  }

  @Test
  void send_fails_whenAnotherAuthoritySignedTheServersCertificate()
      throws GeneralSecurityException, IOException {
    try (ApiServer api = connect("client", ", tls-server-name: kubernetes")) {
      assertThatThrownBy(() -> ask(api))
          .isInstanceOfSatisfying(
              ClusterAccessException.class, e -> assertThat(e.retryable()).isTrue())
          .hasMessageContainingAll("is not trusted", api.url());
    }
  }

  @Test
  void send_fails_whenTheServersNameIsAnother() throws GeneralSecurityException, IOException {
    try (ApiServer api = connect("server", "")) {
      assertThatThrownBy(() -> ask(api)).hasMessageContaining("is not trusted");
    }
  }

  @Test
  void send_trustsAnything_onlyWhenTheKubeconfigSaysSo()
      throws GeneralSecurityException, IOException {
    try (ApiServer api = connect("client", ", insecure-skip-tls-verify: true")) {
      assertThat(ask(api)).containsEntry("who", "CN=client");
    }
  }

  /** What {@link #connect_loadsNeitherBouncyCastleNorTypedModels} runs in a JVM of its own. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Map<String, String> environment = Map.of("KUBECONFIG", arguments[0]);
      try (ApiServer api = ClusterSearch.connect(Environment.of(environment), List.of())) {
        System.out.print(ask(api).get("who"));
      }
    }
  }

  @Test
  void connect_loadsNeitherBouncyCastleNorTypedModels()
      throws GeneralSecurityException, IOException, InterruptedException {
    connect("server", ", tls-server-name: kubernetes").close();
    Path classes = folder.resolve("classes.log");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.resolve("kubeconfig").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(new String(program.getInputStream().readAllBytes(), UTF_8)).isEqualTo("CN=client");
    assertThat(program.waitFor()).isZero();
    // Each would cost more processor time than the whole deploy: see the package's description.
    assertThat(Files.readString(classes))
        .contains("okhttp3.OkHttpClient")
        .doesNotContain("org.bouncycastle", "io.kubernetes.client", "io.github.resilience4j");
  }
}
