package io.elasticinference.k8s.internal.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.elasticinference.ObjectRef;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {

  private static final ObjectRef SERVICE = Resource.SERVICE.ref("default", "bert");

  private WireMockServer fake;
  private ApiServer server;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
  }

  @AfterEach
  void stop() {
    server.close();
    fake.stop();
  }

  private static ResponseDefinitionBuilder fine() {
    return aResponse().withStatus(200).withBody("{\"fine\":true}");
  }

  /** Answers these in turn, the last one for ever. */
  private void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      int last = answers.length - 1;
      String next = last == 0 ? Scenario.STARTED : Integer.toString(Math.min(i + 1, last));
      fake.stubFor(
          any(anyUrl())
              .inScenario("turns")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : Integer.toString(i))
              .willSetStateTo(next)
              .willReturn(answers[i]));
    }
  }

  private Map<String, Object> get() {
    return server.send(ApiRequest.get(SERVICE)).body();
  }

  private int requests() {
    return fake.getAllServeEvents().size();
  }

  /** OkHttp waits for a connection with a Kotlin call that throws a checked exception unsaid. */
  @Test
  void send_failsWithItsOwnFailure_andStaysInterrupted_whenInterruptedWhileItConnects() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::get)
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(requests()).isZero();
  }

  @Test
  void send_appliesWithoutForceAndWithoutVersion() {
    answers(fine());
    server.send(ApiRequest.apply(SERVICE, Map.of("kind", "Service"), false));
    fake.verify(
        patchRequestedFor(urlPathEqualTo("/api/v1/namespaces/default/services/bert"))
            .withHeader("Content-Type", equalTo("application/apply-patch+yaml"))
            .withQueryParam("fieldManager", equalTo("elastic-inference"))
            .withQueryParam("fieldValidation", equalTo("Strict"))
            .withoutQueryParam("force")
            .withoutQueryParam("dryRun")
            .withRequestBody(equalTo("{\"kind\":\"Service\"}")));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void send_triesAgain_whenTheAnswerPasses(int status) {
    answers(aResponse().withStatus(status), fine());
    assertThat(get()).containsEntry("fine", true);
    assertThat(requests()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
  void send_triesAgain_whenTheConnectionIsCut(Fault fault) {
    answers(fine(), aResponse().withFault(fault), fine());
    assertThat(get()).containsEntry("fine", true);
    assertThat(get()).containsEntry("fine", true);
    assertThat(requests()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void send_triesAgain_whenTheAnswerIsCutOff() {
    answers(aResponse().withStatus(200).withBody("{\"fine\":tr"), fine());
    assertThat(get()).containsEntry("fine", true);
  }

  @Test
  void send_leavesTheServerAlone_asLongAsItWants() {
    answers(aResponse().withStatus(429).withHeader("Retry-After", "1"), fine());
    long started = System.nanoTime();
    get();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(950));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 422})
  void send_failsAtOnce_whenTheAnswerStays(int status) {
    answers(aResponse().withStatus(status).withBody(Fake.status(status, "Why", "because")));
    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(
            ApiFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(status);
              assertThat(failure.reason()).isEqualTo("Why");
              assertThat(failure).hasMessage("because");
            });
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void send_failsAtOnce_whenNobodyEverAnsweredThere() {
    fake.stop();
    long started = System.nanoTime();
    assertThatThrownBy(this::get)
        .isInstanceOfSatisfying(ApiFailure.class, failure -> assertThat(failure.code()).isZero());
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void send_givesUp_whenItPassesNever() {
    answers(aResponse().withStatus(503).withBody("<html>not a Status</html>"));
    assertThatThrownBy(this::get).isInstanceOf(ApiFailure.class).hasMessage("HTTP 503");
    assertThat(requests()).isEqualTo(6);
  }

  @Test
  void sendIfThere_isNull_whenItIsNot() {
    answers(aResponse().withStatus(404).withBody(Fake.status(404, "NotFound", "none")));
    assertThat(server.sendIfThere(ApiRequest.get(SERVICE))).isNull();
  }

  @Test
  void send_keepsSelectorsWhole_whenTheyHoldOddCharacters() {
    answers(fine());
    server.send(ApiRequest.list(Resource.POD, "default", "a in (b,c),d=e f&x", "type!=Normal"));
    fake.verify(
        getRequestedFor(urlPathEqualTo("/api/v1/namespaces/default/pods"))
            .withQueryParam("labelSelector", equalTo("a in (b,c),d=e f&x"))
            .withQueryParam("fieldSelector", equalTo("type!=Normal")));
  }
}
