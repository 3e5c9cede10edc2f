package io.elasticinference.aliyun.internal.oss;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.elasticinference.aliyun.internal.Traces;
import io.elasticinference.aliyun.internal.credentials.TestChains;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Subject;
import io.opentelemetry.api.common.AttributeKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OssTrailTest {

  private final Traces traces = new Traces();
  private WireMockServer server;
  private OssClients clients;
  private OSS client;
  private Bucket bucket;

  @BeforeEach
  void start() {
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    Environment keys =
        Environment.of(
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame"));
    clients =
        new OssClients(
            new OssEndpoint(
                URI.create("http://127.0.0.1:" + server.port()), "cn-beijing", "oss-internal"),
            TestChains.settingsOnly(keys),
            new UploadTuning(
                1 << 20, 2, 4, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofSeconds(5)));
    client = clients.make();
    bucket = new Bucket(client, clients.retry(() -> false), "models");
  }

  @AfterEach
  void stop() {
    client.shutdown();
    server.stop();
  }

  private void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      server.stubFor(
          any(anyUrl())
              .inScenario("turns")
              .whenScenarioStateIs(state(i))
              .willReturn(answers[i])
              .willSetStateTo(state(Math.min(i + 1, answers.length - 1))));
    }
  }

  private static String state(int turn) {
    return turn == 0 ? Scenario.STARTED : Integer.toString(turn);
  }

  private static ResponseDefinitionBuilder answer(int status) {
    return aResponse().withStatus(status).withHeader("x-oss-request-id", "1");
  }

  @Test
  void put_tellsEachTryAndWhy_whenItIsTriedAgain() {
    answers(
        answer(503),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        answer(500),
        answer(200));

    traces.during(
        () -> {
          bucket.put("bert/1/a b.json", "{}");
          return "";
        });

    String name = "PUT /{bucket}/{key} | PutObject | ";
    assertThat(traces.requests())
        .containsExactly(
            name + "null | 503 | 503",
            name + "1 | null | java.net.SocketException",
            name + "2 | 500 | 500",
            name + "3 | 200 | null");
    assertThat(traces.metric("api.retries"))
        .containsExactly(
            "500 PutObject oss=1", "503 PutObject oss=1", "PutObject SocketException oss=1");
    assertThat(traces.spans().get(0).getAttributes().get(AttributeKey.stringKey("url.full")))
        .isEqualTo("http://127.0.0.1:" + server.port() + "/models/bert/1/a%20b.json");
    assertThat(traces.spans().toString()).doesNotContain("sesame").doesNotContain("LTAIx");
  }

  @Test
  void object_isNoError_whenItIsNotThere() {
    answers(answer(404));

    assertThat(traces.during(() -> bucket.object("bert/1/x"))).isEmpty();

    assertThat(traces.requests())
        .containsExactly("HEAD /{bucket}/{key} | HeadObject | null | 404 | null");
  }

  @Test
  void list_isToldWithItsStatus_whenItIsRefusedForGood() {
    answers(answer(403));

    assertThatThrownBy(() -> traces.during(() -> bucket.objects("bert/")));

    assertThat(traces.requests())
        .containsExactly("GET /{bucket}/?list-type=2 | ListObjectsV2 | null | 403 | 403");
    assertThat(traces.metric("api.retries")).isEmpty();
  }

  @Test
  void stream_isOneRequest_unlessItBreaks() {
    byte[] bytes = "a saved model".getBytes(StandardCharsets.UTF_8);
    answers(answer(206).withBody(bytes));
    RemoteObject object = new RemoteObject("bert/1/x", bytes.length, Instant.EPOCH, "e");

    String read =
        traces.during(
            () -> {
              try (ObjectStream stream =
                  new ObjectStream(
                      client, clients.retry(() -> false), "models", object, 0, bytes.length)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                byte[] buffer = new byte[4];
                for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                  out.write(buffer, 0, n);
                }
                return out.toString(StandardCharsets.UTF_8);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertThat(read).isEqualTo("a saved model");
    assertThat(traces.requests())
        .containsExactly("GET /{bucket}/{key} | GetObject | null | 206 | null");
  }

  @Test
  void workers_goOnWithWhatTheirCallerIsIn() {
    Supplier<Subject> job = () -> Observed.current().subject();

    List<Subject> subjects =
        traces.during(
            () -> {
              try (Workers workers = new Workers(2, () -> {})) {
                return workers.all(List.of(job, job, job));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(subjects).hasSize(3).containsOnly(Traces.BERT);
  }

  @Test
  void work_namesTheServerOfABucket_whereItHasOneOfItsOwn() {
    OssEndpoint endpoint =
        new OssEndpoint(URI.create("https://oss-cn-beijing.aliyuncs.com"), "cn-beijing", "x");

    assertThat(
            new OssCall(OssCall.Operation.UPLOAD_PART, "models", "bert/1/v")
                .work(endpoint, 0, Subject.NONE))
        .satisfies(
            call ->
                assertThat(call.url())
                    .hasToString("https://models.oss-cn-beijing.aliyuncs.com/bert/1/v"))
        .satisfies(
            call ->
                assertThat(call.template())
                    .isEqualTo("/{key}?partNumber={partNumber}&uploadId={uploadId}"));
  }
}
