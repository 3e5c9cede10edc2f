package io.elasticinference.aliyun.internal.credentials;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each place of the chain against a server that answers as the real one does. */
class DefaultPlacesTest {

  private static final String PASSWORD = "sesame";
  private static final String ROLE_PATH = "/latest/meta-data/ram/security-credentials/";

  @TempDir static Path keys;
  @TempDir Path home;
  private final Map<String, String> propertiesBefore = new HashMap<>();
  private final ProxySelector proxiesBefore = ProxySelector.getDefault();
  private WireMockServer server;

  /** A certificate for this machine's address, which the JVM trusts while a test runs. */
  @BeforeAll
  static void makeCertificate() throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sts",
                "-keyalg",
                "EC",
                "-dname",
                "CN=sts",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.resolve("sts.p12").toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor(1, TimeUnit.MINUTES) && keytool.exitValue() == 0).as(said).isTrue();
  }

  @BeforeEach
  void start() {
    set("user.home", home.toString());
    server =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(keys.resolve("sts.p12").toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD)
                .keystoreType("PKCS12"));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    ProxySelector.setDefault(proxiesBefore);
    propertiesBefore.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void set(String name, String value) {
    propertiesBefore.put(name, System.getProperty(name, ""));
    System.setProperty(name, value);
  }

  private void trustTheServer() {
    set("javax.net.ssl.trustStore", keys.resolve("sts.p12").toString());
    set("javax.net.ssl.trustStorePassword", PASSWORD);
    set("javax.net.ssl.trustStoreType", "PKCS12");
  }

  private static CredentialsChain chain(Map<String, String> settings) {
    return CredentialsChain.of(
        Environment.of(Map.of("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")).with(settings));
  }

  private static Credentials temporary(String id) {
    return new Credentials(
        Secret.of(id), Secret.of("secret of " + id), Secret.of("token of " + id));
  }

  private static String keyAnswer(String id, Duration validFor) {
    return """
        {"AccessKeyId": "%s", "AccessKeySecret": "secret of %s", "SecurityToken": "token of %s",
         "Expiration": "%s"}"""
        .formatted(id, id, id, Instant.now().plus(validFor).truncatedTo(ChronoUnit.SECONDS));
  }

  private static String stsAnswer(String id, Duration validFor) {
    return "{\"RequestId\": \"r\", \"Credentials\": " + keyAnswer(id, validFor) + "}";
  }

  private Map<String, String> podSettings() throws IOException {
    Path token = Files.writeString(home.resolve("token"), "header.claims.signature");
    return Map.of(
        "ALIBABA_CLOUD_ROLE_ARN",
        "acs:ram::1:role/models",
        "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
        "acs:ram::1:oidc-provider/ack-rrsa-c1",
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
        token.toString(),
        "STS_ENDPOINT",
        "https://127.0.0.1:" + server.httpsPort());
  }

  @Test
  void aPodsRole_isTakenFromTheTokenService() throws Exception {
    trustTheServer();
    server.stubFor(post(anyUrl()).willReturn(okJson(stsAnswer("STS.pod", Duration.ofHours(1)))));
    CredentialsChain chain = chain(podSettings());

    assertThat(chain.get()).isEqualTo(temporary("STS.pod"));
    assertThat(chain.get()).isEqualTo(temporary("STS.pod"));

    server.verify(
        1,
        postRequestedFor(urlPathEqualTo("/"))
            .withQueryParam("Action", equalTo("AssumeRoleWithOIDC"))
            .withRequestBody(containing("header.claims.signature"))
            .withRequestBody(containing("models")));
    assertThatThrownBy(chain::permanent).hasMessageContaining("OSS_MOUNT_ROLE_NAME");
  }

  @Test
  void aPodsRole_isTakenAnew_beforeItExpires() throws Exception {
    trustTheServer();
    stsAnswersInTurn(
        stsAnswer("STS.first", Duration.ofMinutes(10)), stsAnswer("STS.next", Duration.ofHours(1)));
    CredentialsChain chain = chain(podSettings());

    assertThat(chain.get()).isEqualTo(temporary("STS.first"));
    assertThat(chain.get()).isEqualTo(temporary("STS.next"));
    assertThat(chain.get()).isEqualTo(temporary("STS.next"));
    server.verify(2, postRequestedFor(anyUrl()));
  }

  @Test
  void aPodsRole_isTakenAnew_whenAServerRefusesItEarly() throws Exception {
    trustTheServer();
    stsAnswersInTurn(
        stsAnswer("STS.first", Duration.ofHours(1)), stsAnswer("STS.next", Duration.ofHours(1)));
    CredentialsChain chain = chain(podSettings());

    assertThat(chain.renew(chain.get())).isTrue();

    assertThat(chain.get()).isEqualTo(temporary("STS.next"));
  }

  @Test
  void aPodsRole_servesOn_whileTheTokenServiceFails() throws Exception {
    trustTheServer();
    stsAnswersInTurn(stsAnswer("STS.first", Duration.ofMinutes(10)), "no json");
    CredentialsChain chain = chain(podSettings());

    assertThat(chain.get()).isEqualTo(temporary("STS.first"));
    assertThat(chain.get()).isEqualTo(temporary("STS.first"));
    assertThat(chain.get()).isEqualTo(temporary("STS.first"));
    server.verify(2, postRequestedFor(anyUrl()));
  }

  private void stsAnswersInTurn(String first, String next) {
    server.stubFor(
        post(anyUrl())
            .inScenario("turns")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(first))
            .willSetStateTo("next"));
    server.stubFor(
        post(anyUrl()).inScenario("turns").whenScenarioStateIs("next").willReturn(okJson(next)));
  }

  @Test
  void aPodsRole_isNotAskedOfAServerThatNobodyTrusts() throws Exception {
    assertThatThrownBy(chain(podSettings())::get)
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining(
            "(RRSA): Error refreshing credentials from OIDC: no answer, or from one who is not trusted");
    server.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void aPodsRole_isNotAskedByPlainHttp() throws Exception {
    Map<String, String> settings = new HashMap<>(podSettings());
    settings.put("STS_ENDPOINT", "http://127.0.0.1:" + server.port());

    assertThatThrownBy(chain(settings)::get)
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining("STS_ENDPOINT is http://127.0.0.1")
        .hasMessageContaining("expected: a host, which is asked by HTTPS");
  }

  @Test
  void aPodsRole_isToldWithoutTheAnswer_whenItIsRefused() throws Exception {
    trustTheServer();
    server.stubFor(
        post(anyUrl()).willReturn(serverError().withBody("{\"SecurityToken\": \"leak\"}")));

    assertThatThrownBy(chain(podSettings())::get)
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining("(RRSA): Error refreshing credentials from OIDC, HttpCode: 500")
        .hasMessageNotContainingAny("leak", "header.claims.signature");
  }

  @Test
  void anInstancesRole_isTakenFromTheMetadataServer() {
    proxyTheMetadataServer();
    server.stubFor(put(urlPathEqualTo("/latest/api/token")).willReturn(ok("metadata-token")));
    server.stubFor(get(urlPathEqualTo(ROLE_PATH)).willReturn(ok("ModelReader")));
    server.stubFor(
        get(urlPathEqualTo(ROLE_PATH + "ModelReader"))
            .withHeader("X-aliyun-ecs-metadata-token", equalTo("metadata-token"))
            .willReturn(
                okJson(
                    keyAnswer("STS.ecs", Duration.ofHours(6))
                        .replaceFirst("\\{", "{\"Code\": \"Success\", "))));
    CredentialsChain chain = chain(Map.of("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "false"));

    assertThat(chain.get()).isEqualTo(temporary("STS.ecs"));
    assertThat(chain.get()).isEqualTo(temporary("STS.ecs"));
    assertThat(chain.permanent()).isEmpty();
  }

  @Test
  void anInstanceWithoutARole_isTold() {
    proxyTheMetadataServer();
    server.stubFor(any(anyUrl()).atPriority(10).willReturn(ok("metadata-token")));
    server.stubFor(
        get(urlPathEqualTo(ROLE_PATH))
            .willReturn(com.github.tomakehurst.wiremock.client.WireMock.notFound()));

    assertThatThrownBy(chain(Map.of("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "false"))::get)
        .isInstanceOf(NoCredentialsException.class)
        .hasMessageContaining(
            "RAM role of the ECS instance: The role name was not found in the instance");
  }

  /** The metadata server's address is fixed, so requests to it are sent through a proxy. */
  private void proxyTheMetadataServer() {
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            return List.of(
                uri.getHost().equals("100.100.100.200")
                    ? new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                    : Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aCredentialsServer_isAskedWhereItsUrlIsSet() {
    server.stubFor(
        get(urlPathEqualTo("/key"))
            .willReturn(
                okJson(
                    keyAnswer("STS.url", Duration.ofHours(1))
                        .replaceFirst("\\{", "{\"Code\": \"Success\", "))));

    CredentialsChain chain =
        chain(
            Map.of("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:" + server.port() + "/key"));

    assertThat(chain.get()).isEqualTo(temporary("STS.url"));
  }

  @Test
  void theProfileFile_isReadWhereTheSettingsSay() throws Exception {
    Path file =
        profile(
            """
            [default]
            enable = true
            type = access_key
            access_key_id = LTAIdefault
            access_key_secret = s1
            [work]
            type = access_key
            access_key_id = LTAIwork
            access_key_secret = s2
            """);
    Map<String, String> settings = Map.of("ALIBABA_CLOUD_CREDENTIALS_FILE", file.toString());

    assertThat(chain(settings).get())
        .isEqualTo(new Credentials(Secret.of("LTAIdefault"), Secret.of("s1"), null));
    Map<String, String> work = new HashMap<>(settings);
    work.put("ALIBABA_CLOUD_PROFILE", "work");
    assertThat(chain(work).permanent())
        .contains(new Credentials(Secret.of("LTAIwork"), Secret.of("s2"), null));
  }

  @Test
  void theProfileFile_isReadInTheHomeFolder() throws Exception {
    Files.createDirectories(home.resolve(".alibabacloud"));
    Files.move(
        profile("[default]\ntype=access_key\naccess_key_id=LTAIhome\naccess_key_secret=s\n"),
        home.resolve(".alibabacloud/credentials.ini"));

    assertThat(chain(Map.of()).get())
        .isEqualTo(new Credentials(Secret.of("LTAIhome"), Secret.of("s"), null));
  }

  @Test
  void theProfileFile_maySayToTakeARole() throws Exception {
    trustTheServer();
    server.stubFor(any(anyUrl()).willReturn(okJson(stsAnswer("STS.role", Duration.ofHours(1)))));
    Path file =
        profile(
            """
            [default]
            type = ram_role_arn
            access_key_id = LTAIsource
            access_key_secret = s
            role_arn = acs:ram::1:role/models
            role_session_name = nightly
            """);

    CredentialsChain chain =
        chain(
            Map.of(
                "ALIBABA_CLOUD_CREDENTIALS_FILE",
                file.toString(),
                "STS_ENDPOINT",
                "127.0.0.1:" + server.httpsPort()));

    assertThat(chain.get()).isEqualTo(temporary("STS.role"));
  }

  @Test
  void theProfileFile_tellsWhatIsWrongWithIt() throws Exception {
    assertThat(reason("[default]\ntype = magic\n"))
        .contains("ALIBABA_CLOUD_CREDENTIALS_FILE: type is 'magic' (expected: access_key");
    assertThat(reason("[default]\ntype = access_key\naccess_key_id = LTAIx\n"))
        .contains("access_key_secret is not set")
        .doesNotContain("LTAIx");
    assertThat(reason("[other]\ntype = access_key\n")).contains("no section [default]");
    assertThat(reason("[default]\nenable = false\ntype = access_key\n")).contains("not enabled");
  }

  private String reason(String text) throws IOException {
    CredentialsChain chain =
        chain(Map.of("ALIBABA_CLOUD_CREDENTIALS_FILE", profile(text).toString()));
    try {
      chain.get();
      throw new AssertionError("no failure");
    } catch (NoCredentialsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Path profile(String text) throws IOException {
    return Files.writeString(home.resolve("profile.ini"), text);
  }

  @Test
  void systemProperties_areReadAfterTheSettings() {
    set("alibabacloud.accessKeyId", "LTAIproperty");
    set("alibabacloud.accessKeySecret", "s");

    assertThat(chain(Map.of()).get())
        .isEqualTo(new Credentials(Secret.of("LTAIproperty"), Secret.of("s"), null));
    assertThat(
            chain(
                    Map.of(
                        "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIset",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"))
                .get()
                .accessKeyId())
        .isEqualTo(Secret.of("LTAIset"));
  }
}
