package io.elasticinference.aliyun.internal.ack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.aliyun.internal.Traces;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckConnectionTest {

  private static final String KUBECONFIG = "apiVersion: v1\nkind: Config\n";

  private final AckConnection connection =
      new AckConnection(CredentialsChain::of, Duration.ofMillis(5));
  private WireMockServer server;
  private Environment environment;

  @BeforeEach
  void start() {
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    environment =
        Environment.of(
            Map.of(
                "ACK_CLUSTER_ID", "c5b5e80b0b64a4bf",
                "CS_ENDPOINT", "http://127.0.0.1:" + server.port(),
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "token"));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(anyUrl()));
  }

  @Test
  void kubeconfig_asksForATemporaryOne_signed() throws Exception {
    server.stubFor(
        get(urlEqualTo("/k8s/c5b5e80b0b64a4bf/user_config?TemporaryDurationMinutes=720"))
            .willReturn(
                okJson(
                    "{\"config\":\""
                        + KUBECONFIG.replace("\n", "\\n")
                        + "\",\"expiration\":\"\"}")));

    assertThat(connection.kubeconfig(environment).orElseThrow().reveal()).isEqualTo(KUBECONFIG);

    LoggedRequest request = requests().get(0);
    assertThat(request.getHeader("x-acs-action")).isEqualTo("DescribeClusterUserKubeconfig");
    assertThat(request.getHeader("x-acs-version")).isEqualTo("2015-12-15");
    assertThat(request.getHeader("x-acs-security-token")).isEqualTo("token");
    assertThat(request.getHeader("Authorization")).isEqualTo(authorization(request));
  }

  @Test
  void kubeconfig_isToldTryByTry_whenItIsAskedAgain() {
    Traces traces = new Traces();
    server.stubFor(
        any(anyUrl())
            .inScenario("turns")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503).withBody("{}"))
            .willSetStateTo("well"));
    server.stubFor(
        any(anyUrl())
            .inScenario("turns")
            .whenScenarioStateIs("well")
            .willReturn(okJson("{\"config\":\"apiVersion: v1\"}")));

    assertThat(traces.during(() -> connection.kubeconfig(environment))).isPresent();

    String name = "GET /k8s/{ClusterId}/user_config | DescribeClusterUserKubeconfig | ";
    assertThat(traces.requests())
        .containsExactly(name + "null | 503 | 503", name + "1 | 200 | null");
    assertThat(traces.metric("api.retries"))
        .containsExactly("503 DescribeClusterUserKubeconfig ack=1");
    assertThat(traces.spans().toString()).doesNotContain("sesame").doesNotContain("token");
  }

  /** The signature worked out anew from what arrived, line by line as the documentation says. */
  private static String authorization(LoggedRequest request) throws Exception {
    String[] names = {
      "host",
      "x-acs-action",
      "x-acs-content-sha256",
      "x-acs-date",
      "x-acs-security-token",
      "x-acs-signature-nonce",
      "x-acs-version"
    };
    String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    StringBuilder canonical = new StringBuilder("GET\n/k8s/c5b5e80b0b64a4bf/user_config\n");
    canonical.append("TemporaryDurationMinutes=720\n");
    for (String name : names) {
      canonical.append(name).append(':').append(request.getHeader(name)).append('\n');
    }
    canonical.append('\n').append(String.join(";", names)).append('\n').append(empty);
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("sesame".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String toSign = "ACS3-HMAC-SHA256\n" + HexFormat.of().formatHex(hash);
    return "ACS3-HMAC-SHA256 Credential=LTAIx,SignedHeaders="
        + String.join(";", names)
        + ",Signature="
        + HexFormat.of().formatHex(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void kubeconfig_asksForThePrivateAddress_whenSet() {
    server.stubFor(
        get(urlEqualTo(
                "/k8s/c5b5e80b0b64a4bf/user_config"
                    + "?PrivateIpAddress=true&TemporaryDurationMinutes=720"))
            .willReturn(okJson("{\"config\":\"x\"}")));

    assertThat(connection.kubeconfig(environment.with(Map.of("ACK_PRIVATE_ADDRESS", "true"))))
        .isPresent();
  }

  @Test
  void kubeconfig_isEmpty_whenNoClusterIsNamed() {
    assertThat(connection.kubeconfig(Environment.of(Map.of()))).isEmpty();
    assertThat(requests()).isEmpty();
  }

  @Test
  void kubeconfig_triesAgain_whatPasses() {
    server.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503).withBody("<html>"))
            .willSetStateTo("2"));
    server.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("2")
            .willReturn(aResponse().withStatus(400).withBody("{\"Code\":\"SignatureNonceUsed\"}"))
            .willSetStateTo("3"));
    server.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("3")
            .willReturn(aResponse().withStatus(400).withBody("{\"Code\":\"Throttling.User\"}"))
            .willSetStateTo("4"));
    server.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("4")
            .willReturn(okJson("{\"config\":\"x\"}")));

    assertThat(connection.kubeconfig(environment)).isPresent();
    assertThat(requests()).hasSize(4);
    assertThat(requests().stream().map(r -> r.getHeader("x-acs-signature-nonce")).distinct())
        .hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "404, ErrorClusterNotFound, there is none at http, ACK_CLUSTER_ID",
    "403, Forbidden.RAM, cs:DescribeClusterUserKubeconfig, acs:cs:*:*:cluster/c5b5e80b0b64a4bf",
    "404, InvalidAccessKeyId.NotFound, access key id is not known, ALIBABA_CLOUD_ACCESS_KEY_ID",
    "400, SignatureDoesNotMatch, signature is refused, ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "400, InvalidSecurityToken.Expired, security token, temporary credentials",
    "400, SomethingElse, answered SomethingElse with HTTP status 400 (expected: a kubeconfig), documentation"
  })
  void kubeconfig_tellsEachRefusalInItsOwnWords(
      int status, String code, String observed, String hint) {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(status)
                    .withBody("{\"code\":\"" + code + "\",\"requestId\":\"R1\"}")));

    assertThatThrownBy(() -> connection.kubeconfig(environment))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("ACK cluster 'c5b5e80b0b64a4bf'")
        .hasMessageContaining(observed)
        .hasMessageContaining("request R1")
        .hasMessageContaining(hint)
        .hasMessageNotContaining("sesame");
    assertThat(requests()).hasSize(1);
  }

  @Test
  void kubeconfig_triesAgain_whenTheConnectionBreaks() {
    server.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
            .willSetStateTo("2"));
    server.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs("2")
            .willReturn(okJson("{\"config\":\"x\"}")));

    assertThat(connection.kubeconfig(environment)).isPresent();
  }

  @Test
  void kubeconfig_givesUp_whenTheServiceStaysDown() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));

    assertThatThrownBy(() -> connection.kubeconfig(environment))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("HTTP status 500")
        .extracting(e -> ((ClusterAccessException) e).retryable())
        .isEqualTo(true);
    assertThat(requests()).hasSize(4);
  }

  @Test
  void kubeconfig_saysWhereItAsked_whenNobodyAnswers() {
    server.stop();

    assertThatThrownBy(() -> connection.kubeconfig(environment))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("no answer from http://127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({"{}", "{\"config\":\"\"}", "not json", "[1]"})
  void kubeconfig_refusesAnAnswerWithoutOne(String body) {
    server.stubFor(any(anyUrl()).willReturn(okJson(body)));

    assertThatThrownBy(() -> connection.kubeconfig(environment))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("HTTP status 200");
  }

  @Test
  void kubeconfig_tellsWhatIsWrongWithTheSettings() {
    assertThatThrownBy(
            () -> connection.kubeconfig(environment.with(Map.of("ACK_CLUSTER_ID", "../x"))))
        .hasMessageContaining("ACK_CLUSTER_ID: ../x");
    assertThatThrownBy(
            () -> connection.kubeconfig(environment.with(Map.of("CS_ENDPOINT", "cs.x/y"))))
        .hasMessageContaining("CS_ENDPOINT: cs.x/y");
    assertThatThrownBy(() -> connection.kubeconfig(Environment.of(Map.of("ACK_CLUSTER_ID", "c1"))))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("ALIBABA_CLOUD_REGION_ID: (not set)");
  }

  @Test
  void endpoint_isTheRegionsOverTls() {
    assertThat(
            AckSettings.of(
                    Environment.of(
                        Map.of("ACK_CLUSTER_ID", "c1", "ALIBABA_CLOUD_REGION_ID", "cn-beijing")))
                .orElseThrow()
                .endpoint())
        .hasToString("https://cs.cn-beijing.aliyuncs.com");
  }

  @Test
  void serviceLoader_findsIt() {
    assertThat(ServiceLoader.load(Connection.class)).hasOnlyElementsOfType(AckConnection.class);
    assertThat(connection.describe()).startsWith("ACK_CLUSTER_ID");
  }
}
