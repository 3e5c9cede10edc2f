package io.elasticinference.k8s.internal.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.elasticinference.ObjectRef;
import io.elasticinference.spi.Observed;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTrailTest {

  private static final ObjectRef DEPLOYMENT = Resource.DEPLOYMENT.ref("default", "bert-v1");
  private static final String PATH = "/apis/apps/v1/namespaces/{namespace}/deployments/{name}";

  private final Traces traces = new Traces();
  private WireMockServer fake;
  private ApiServer server;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = connect(false);
  }

  @AfterEach
  void stop() {
    server.close();
    fake.stop();
  }

  /** A token that is to be seen in no span. */
  private record Bearer(boolean renew) implements Credentials {
    @Override
    public Headers headers() {
      return Headers.of("Authorization", "Bearer sesame");
    }
  }

  private ApiServer connect(boolean renewing) {
    return new ApiServer(HttpUrl.get(fake.baseUrl()), new OkHttpClient(), new Bearer(renewing));
  }

  private void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      fake.stubFor(
          any(anyUrl())
              .inScenario("turns")
              .whenScenarioStateIs(state(i))
              .willSetStateTo(state(Math.min(i + 1, answers.length - 1)))
              .willReturn(answers[i]));
    }
  }

  private static String state(int turn) {
    return turn == 0 ? Scenario.STARTED : Integer.toString(turn);
  }

  private static ResponseDefinitionBuilder fine() {
    return aResponse().withStatus(200).withBody("{}");
  }

  private static ResponseDefinitionBuilder no(int code) {
    return aResponse().withStatus(code).withBody(Fake.status(code, "Told", "as told"));
  }

  @Test
  void send_tellsEachTryAndWhy_whenItIsTriedAgain() {
    answers(no(503), aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), no(429), fine());

    traces.during(() -> server.send(ApiRequest.apply(DEPLOYMENT, Map.of("kind", "x"), true)));

    String name = "PATCH " + PATH + " | patch deployments | ";
    assertThat(traces.requests())
        .containsExactly(
            name + "null | 503 | 503",
            name + "1 | 200 | java.net.ProtocolException",
            name + "2 | 429 | 429",
            name + "3 | 200 | null");
    assertThat(traces.metric("api.retries"))
        .containsExactly(
            "429 kubernetes patch deployments=1",
            "503 kubernetes patch deployments=1",
            "ProtocolException kubernetes patch deployments=1");
    SpanData last = traces.spans().get(3);
    assertThat(last.getParentSpanId()).isEqualTo(traces.operation().getSpanId());
    assertThat(last.getAttributes().get(AttributeKey.stringKey("url.full")))
        .isEqualTo(
            fake.baseUrl()
                + "/apis/apps/v1/namespaces/default/deployments/bert-v1"
                + "?fieldManager=elastic-inference&fieldValidation=Strict&dryRun=All");
    assertThat(traces.spans().toString()).doesNotContain("sesame");
  }

  @Test
  void sendIfThere_isNoError_whenTheObjectIsNotThere() {
    answers(no(404));

    traces.during(() -> server.sendIfThere(ApiRequest.get(DEPLOYMENT)) == null);

    assertThat(traces.requests())
        .containsExactly("GET " + PATH + " | get deployments | null | 404 | null");
  }

  @Test
  void send_tellsBothRequests_whenTheCredentialsAreRenewed() {
    answers(no(401), fine());
    ApiServer renewing = connect(true);

    traces.during(() -> renewing.send(ApiRequest.get(DEPLOYMENT)));

    String name = "GET " + PATH + " | get deployments | ";
    assertThat(traces.requests())
        .containsExactly(name + "null | 401 | 401", name + "1 | 200 | null");
    renewing.close();
  }

  @Test
  void send_isAnError_whenTheAnswerBreaksOff() {
    answers(fine().withBody("{\"kind\":\"Depl"));

    assertThatThrownBy(() -> traces.during(() -> server.once(ApiRequest.get(DEPLOYMENT))));

    assertThat(traces.spans().get(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void names_haveNoNameOfAnObjectInThem() {
    answers(fine());

    traces.during(
        () ->
            List.of(
                server.send(ApiRequest.list(Resource.POD, "default", "a=b", "")),
                server.send(ApiRequest.list(Resource.POD, null, "", "")),
                server.send(ApiRequest.path("apis/autoscaling")),
                server.send(ApiRequest.path("apis/x/v1/namespaces/default/sls_ingress_qps")),
                server.send(ApiRequest.scale(DEPLOYMENT, 2, "m"))));

    assertThat(traces.requests())
        .extracting(told -> told.replaceFirst(" \\| null.*", ""))
        .containsExactly(
            "GET /api/v1/namespaces/{namespace}/pods | list pods",
            "GET /api/v1/pods | list pods",
            "GET /apis/autoscaling | get /apis/autoscaling",
            "GET /apis/x/v1/namespaces/{namespace}/sls_ingress_qps"
                + " | get /apis/x/v1/namespaces/{namespace}/sls_ingress_qps",
            "PATCH /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale"
                + " | patch deployments/scale");
  }

  @Test
  void workers_goOnWithWhatTheirCallerIsIn() {
    answers(fine());
    try (Workers workers = new Workers()) {
      Supplier<String> piece =
          () -> {
            server.send(ApiRequest.get(DEPLOYMENT));
            return Observed.current().subject().toString();
          };

      List<String> subjects = traces.during(() -> workers.all(List.of(piece, piece, piece)));

      assertThat(subjects).hasSize(3).containsOnly(Traces.BERT.toString());
      assertThat(traces.requests()).hasSize(3);
      assertThat(traces.spans())
          .filteredOn(span -> span.getName().startsWith("GET"))
          .allMatch(span -> span.getParentSpanId().equals(traces.operation().getSpanId()));
    }
  }

  @Test
  void send_makesNothing_whenNobodyHears() {
    answers(fine());

    server.send(ApiRequest.get(DEPLOYMENT));

    assertThat(traces.spans()).isEmpty();
  }
}
