package io.elasticinference.aliyun.internal.oss;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.common.utils.CRC64;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.elasticinference.ModelUploadException;
import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.aliyun.internal.credentials.TestChains;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store makes of a server that answers wrongly, late or not at all. */
class OssTrafficTest {

  private static final byte[] BYTES = "a saved model".getBytes(StandardCharsets.UTF_8);
  private static final String FILE = "/models/bert/7/saved_model.pb";
  private static final String EMPTY_LIST =
      "<ListBucketResult><Name>models</Name><KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys>"
          + "<IsTruncated>false</IsTruncated></ListBucketResult>";

  @TempDir Path model;
  private WireMockServer server;
  private OssModelStore store;

  @BeforeEach
  void start() throws IOException {
    Files.write(model.resolve("saved_model.pb"), BYTES);
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
    server.start();
    store = store("http://127.0.0.1:" + server.port());
    server.stubFor(get(urlPathMatching("/models/?")).willReturn(ok(EMPTY_LIST)));
    server.stubFor(
        put(urlPathMatching("/models/bert/7/\\.elastic-inference-manifest\\.json"))
            .willReturn(ok().withHeader("ETag", "\"m\"")));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop();
  }

  private static Environment environment(String endpoint) {
    return Environment.of(
        Map.of(
            "OSS_ENDPOINT", endpoint,
            "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
            "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame"));
  }

  private static OssModelStore store(String endpoint) {
    Environment environment = environment(endpoint);
    UploadTuning tuning =
        new UploadTuning(
            1 << 20, 2, 3, Duration.ofMillis(5), Duration.ofSeconds(1), Duration.ofMillis(400));
    return new OssModelStore(environment, CredentialsChain.of(environment), tuning);
  }

  private static ResponseDefinitionBuilder storedWhole() {
    return ok().withHeader("ETag", "\"e\"")
        .withHeader(
            "x-oss-hash-crc64ecma",
            Long.toUnsignedString(new CRC64(BYTES, BYTES.length).getValue()));
  }

  private void answersInTurn(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      server.stubFor(
          put(urlPathEqualTo(FILE))
              .inScenario("turns")
              .whenScenarioStateIs(state(i))
              .willReturn(answers[i])
              .willSetStateTo(state(Math.min(i + 1, answers.length - 1))));
    }
  }

  private static String state(int turn) {
    return turn == 0 ? Scenario.STARTED : Integer.toString(turn);
  }

  private void upload() {
    store.upload(model, "oss://models/bert", 7, (a, b, c, d) -> {});
  }

  private List<LoggedRequest> puts() {
    return server.findAll(putRequestedFor(urlEqualTo(FILE)));
  }

  @Test
  void upload_signsWithVersionFour_andSendsTheWholeFile() {
    answersInTurn(storedWhole());

    upload();

    assertThat(puts()).hasSize(1);
    assertThat(puts().get(0).getBody()).isEqualTo(BYTES);
    assertThat(puts().get(0).getHeader("Authorization"))
        .startsWith("OSS4-HMAC-SHA256 Credential=LTAIx/")
        .contains("/cn-beijing/oss/aliyun_v4_request");
  }

  @Test
  void upload_sendsTheSameBytesAgain_whenTheServerHangs() {
    answersInTurn(storedWhole().withFixedDelay(1500), storedWhole());

    upload();

    assertThat(puts()).hasSize(2);
    assertThat(puts().get(1).getBody()).isEqualTo(BYTES);
  }

  @Test
  void upload_sendsAgain_whenTheServerGotOtherBytes() {
    answersInTurn(ok().withHeader("x-oss-hash-crc64ecma", "1"), storedWhole());

    upload();

    assertThat(puts()).hasSize(2);
  }

  @Test
  void upload_fails_whenTheServerKeepsGettingOtherBytes() {
    answersInTurn(ok().withHeader("x-oss-hash-crc64ecma", "1"));

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("other bytes than were sent")
        .hasMessageContaining("0 of 1 files");
    assertThat(puts()).hasSize(3);
  }

  @Test
  void upload_fails_whenTheServerTellsNoChecksum() {
    answersInTurn(ok());

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("told no CRC64");
  }

  @Test
  void upload_waitsAsLongAsItIsAsked() {
    answersInTurn(aResponse().withStatus(503).withHeader("Retry-After", "1"), storedWhole());
    Instant began = Instant.now();

    upload();

    assertThat(Duration.between(began, Instant.now())).isGreaterThan(Duration.ofMillis(990));
    assertThat(puts()).hasSize(2);
  }

  @Test
  void upload_doesNotTryAgain_whatIsRefused() {
    answersInTurn(
        aResponse()
            .withStatus(400)
            .withBody("<Error><Code>InvalidArgument</Code><RequestId>R7</RequestId></Error>"));

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("InvalidArgument, HTTP status 400 (expected: success), request R7");
    assertThat(puts()).hasSize(1);
  }

  @Test
  void upload_givesUp_whenTheServerStaysDown() {
    answersInTurn(aResponse().withStatus(502).withBody("<html>bad gateway"));

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("HTTP status 502")
        .extracting(e -> ((ModelUploadException) e).retryable())
        .isEqualTo(true);
    assertThat(puts()).hasSize(3);
  }

  @Test
  void find_saysWhereItAsked_whenNobodyAnswers() {
    server.stop();

    assertThatThrownBy(() -> store.find("oss://models/bert"))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("no answer from http://127.0.0.1")
        .hasMessageContaining("OSS_ENDPOINT");
  }

  @Test
  void find_refusesACertificateThatNobodySigned() {
    server.stubFor(any(anyUrl()).willReturn(ok(EMPTY_LIST)));
    try (OssModelStore secure = store("https://localhost:" + server.httpsPort())) {
      assertThatThrownBy(() -> secure.find("oss://models/bert"))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("certificate");
    }
  }

  @Test
  void find_readsNamesThatXmlCannotHold() {
    server.stubFor(
        get(urlPathMatching("/models/?"))
            .willReturn(
                ok(
                    "<ListBucketResult><EncodingType>url</EncodingType>"
                        + "<KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys>"
                        + "<IsTruncated>false</IsTruncated>"
                        + "<CommonPrefixes><Prefix>a%01%20b%2Bc/7/</Prefix></CommonPrefixes>"
                        + "<Contents><Key>a%01%20b%2Bc/7/saved_model.pb</Key><Size>3</Size>"
                        + "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
                        + "</ListBucketResult>")));

    Environment environment =
        Environment.of(
            Map.of(
                "OSS_ENDPOINT", "http://127.0.0.1:" + server.port(),
                "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "a",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b"));
    OssClients clients =
        new OssClients(
            OssEndpoint.of(environment), CredentialsChain.of(environment), UploadTuning.DEFAULT);
    Bucket bucket = new Bucket(clients.make(), clients.retry(() -> false), "models");

    assertThat(bucket.folders("a\u0001 b+c/")).containsExactly("7");
    assertThat(bucket.objects("a\u0001 b+c/7/"))
        .containsOnlyKeys("saved_model.pb")
        .extractingByKey("saved_model.pb")
        .extracting(RemoteObject::size)
        .isEqualTo(3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SecurityTokenExpired", "InvalidSecurityToken", "InvalidAccessKeyId"})
  void upload_asksForNewCredentialsOnce_whenTheOldOnesHaveExpired(String code) {
    refuseToken("old", code);
    server.stubFor(
        put(urlPathEqualTo(FILE))
            .withHeader("x-oss-security-token", equalTo("new"))
            .willReturn(storedWhole()));
    try (OssModelStore renewing = renewing()) {
      renewing.upload(model, "oss://models/bert", 7, (a, b, c, d) -> {});
    }

    assertThat(puts()).hasSize(2);
  }

  @Test
  void upload_fails_whenTheNewCredentialsAreRefusedToo() {
    refuseToken("old", "SecurityTokenExpired");
    refuseToken("new", "SecurityTokenExpired");
    try (OssModelStore renewing = renewing()) {
      assertThatThrownBy(() -> renewing.upload(model, "oss://models/bert", 7, (a, b, c, d) -> {}))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("security token as expired");
    }

    assertThat(puts()).hasSize(2);
  }

  private void refuseToken(String token, String code) {
    server.stubFor(
        put(urlPathEqualTo(FILE))
            .withHeader("x-oss-security-token", equalTo(token))
            .willReturn(
                aResponse().withStatus(403).withBody("<Error><Code>" + code + "</Code></Error>")));
  }

  private OssModelStore renewing() {
    return new OssModelStore(
        environment("http://127.0.0.1:" + server.port()),
        TestChains.renewing(
            new Credentials(Secret.of("STS.a"), Secret.of("s"), Secret.of("old")),
            new Credentials(Secret.of("STS.b"), Secret.of("s"), Secret.of("new"))),
        UploadTuning.DEFAULT);
  }

  @Test
  void upload_doesNotAskForOthers_whenALastingKeyIsUnknown() {
    answersInTurn(
        aResponse().withStatus(403).withBody("<Error><Code>InvalidAccessKeyId</Code></Error>"));

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("does not know the access key id");
    assertThat(puts()).hasSize(1);
  }

  @Test
  void upload_tellsBothClocks_whenThisMachinesIsWrong() {
    answersInTurn(
        aResponse()
            .withStatus(403)
            .withBody(
                "<Error><Code>RequestTimeTooSkewed</Code><RequestId>R</RequestId>"
                    + "<RequestTime>2026-11-11T08:00:00.000Z</RequestTime>"
                    + "<ServerTime>2026-11-11T09:00:00.000Z</ServerTime></Error>"));

    assertThatThrownBy(this::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("2026-11-11T08:00:00.000Z at 2026-11-11T09:00:00.000Z")
        .hasMessageContaining("Set this machine's clock");
    assertThat(puts()).hasSize(1);
  }

  @Test
  void upload_asksForCredentialsFirst() {
    Environment nobody =
        Environment.of(
            Map.of(
                "OSS_ENDPOINT", "http://127.0.0.1:" + server.port(),
                "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "only half"));
    try (OssModelStore store =
        new OssModelStore(nobody, TestChains.settingsOnly(nobody), UploadTuning.DEFAULT)) {
      assertThatThrownBy(() -> store.upload(model, "oss://models/bert", 7, (a, b, c, d) -> {}))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("only one of the two is set");
      assertThatThrownBy(() -> store.find("oss://models/bert"))
          .isInstanceOf(ModelUploadException.class);
      assertThatThrownBy(() -> store.checkMount("oss://models/bert"))
          .isInstanceOf(ModelUploadException.class);
      assertThat(store.volume("oss://models/bert").secretData().values())
          .allMatch(secret -> secret.reveal().isEmpty());
    }
    assertThat(server.getAllServeEvents()).isEmpty();
  }

  @Test
  void find_fails_whenTheStoreIsClosed() {
    store.close();

    assertThatThrownBy(() -> store.find("oss://models/bert"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void download_writesNothing_whenAnObjectsNameLeadsOutOfTheFolder() {
    server.stubFor(
        get(urlPathMatching("/models/?"))
            .willReturn(
                ok(
                    "<ListBucketResult><Name>models</Name><KeyCount>2</KeyCount>"
                        + "<MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType>"
                        + "<IsTruncated>false</IsTruncated>"
                        + listed("bert/7/saved_model.pb")
                        + listed("bert/7/..%2F..%2Fevil")
                        + "</ListBucketResult>")));
    Path target = model.resolve("down/7");

    assertThatThrownBy(() -> store.download("oss://models/bert", 7, target, (a, b, c, d) -> {}))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("Object '../../evil': its name is refused");

    assertThat(model.resolve("down")).doesNotExist();
    assertThat(model.resolve("evil")).doesNotExist();
  }

  private static String listed(String key) {
    return "<Contents><Key>"
        + key
        + "</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified><ETag>\"e\"</ETag>"
        + "<Size>13</Size><StorageClass>Standard</StorageClass></Contents>";
  }
}
