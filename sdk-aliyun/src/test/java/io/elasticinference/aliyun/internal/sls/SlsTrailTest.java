package io.elasticinference.aliyun.internal.sls;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.log.exception.LogException;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.aliyun.internal.Traces;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ScalingMetric;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of questions to the log, and of the circuit breaker before it. */
class SlsTrailTest {

  private static final String NAME = "POST /logstores/{logstore}/logs | GetLogs | ";
  private static final ScalingMetric METRIC =
      new ScalingMetric(
          "sls_ingress_qps",
          Map.of(
              "sls.project", "k8s-log-c0a2",
              "sls.logstore", "nginx-ingress",
              "sls.ingress.route", "default-bert-8501"),
          10_000);

  private final Traces traces = new Traces();
  private WireMockServer server;
  private SlsTrafficMetrics metrics;

  @BeforeEach
  void start() {
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    Environment environment =
        Environment.of(
            Map.of(
                "SLS_ENDPOINT", "http://127.0.0.1:" + server.port(),
                "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame"));
    metrics =
        new SlsTrafficMetrics(
            environment,
            CredentialsChain.of(environment),
            Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC),
            Duration.ofMillis(2));
  }

  @AfterEach
  void stop() {
    metrics.close();
    server.stop();
  }

  private static ResponseDefinitionBuilder answer(String progress) {
    return aResponse()
        .withHeader("Content-Type", "application/json")
        .withHeader("x-log-requestid", "A1")
        .withBody("{\"meta\":{\"progress\":\"" + progress + "\",\"count\":0},\"data\":[]}");
  }

  private static ResponseDefinitionBuilder refusal(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("x-log-requestid", "A1")
        .withBody("{\"errorCode\":\"" + code + "\",\"errorMessage\":\"as told\"}");
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

  private Object ask() {
    return traces.during(() -> metrics.asAdapterSeesIt(METRIC));
  }

  private int requests() {
    return server.findAll(anyRequestedFor(anyUrl())).size();
  }

  @Test
  void question_isToldTryByTry_whenItIsAskedAgain() {
    answers(
        refusal(503, "ServerBusy"),
        aResponse().withFault(Fault.EMPTY_RESPONSE),
        answer("Incomplete"),
        answer("Complete"));

    ask();

    assertThat(traces.requests())
        .containsExactly(
            NAME + "null | 503 | 503",
            NAME + "1 | null | org.apache.hc.core5.http.NoHttpResponseException",
            NAME + "2 | 200 | null",
            NAME + "3 | 200 | null");
    assertThat(traces.metric("api.retries"))
        .containsExactly(
            "503 GetLogs sls=1",
            "GetLogs NoHttpResponseException sls=1",
            "GetLogs incomplete sls=1");
    assertThat(traces.spans().get(0).getAttributes().get(AttributeKey.stringKey("url.full")))
        .isEqualTo("http://k8s-log-c0a2.cn-beijing.log.aliyuncs.com/logstores/nginx-ingress/logs");
    assertThat(traces.spans().toString()).doesNotContain("sesame").doesNotContain("LTAIx");
  }

  @Test
  void breaker_opensAfterTwoQuestionsInVain_andThenNothingIsAsked() {
    answers(refusal(503, "ServerBusy"));

    for (int question = 0; question < 2; question++) {
      assertThatThrownBy(this::ask)
          .isInstanceOf(MetricsUnavailableException.class)
          .hasMessageContaining("503");
    }
    assertThat(requests()).isEqualTo(10);
    assertThatThrownBy(this::ask)
        .isInstanceOfSatisfying(
            MetricsUnavailableException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessage(
            "Log store k8s-log-c0a2/nginx-ingress: not asked, since nearly all of the last questions"
                + " got no answer (expected: answers). It is asked again after 10 s.");

    assertThat(requests()).isEqualTo(10);
    assertThat(traces.metric("breaker.state"))
        .containsExactly("closed sls=0.0", "half_open sls=0.0", "open sls=1.0");
    assertThat(traces.metric("breaker.rejections")).containsExactly("sls=1");
  }

  @Test
  void breaker_staysClosed_whenRefusalsAreAnswers() {
    answers(refusal(404, "LogStoreNotExist"));

    for (int question = 0; question < 12; question++) {
      assertThatThrownBy(this::ask).hasMessageContaining("no log store");
    }

    assertThat(requests()).isEqualTo(12);
    assertThat(traces.metric("breaker.state")).isEmpty();
  }

  @Test
  void breaker_closesAgain_whenTheLogAnswers() throws Exception {
    LogBreaker breaker = new LogBreaker(Duration.ofMillis(1));
    for (int tries = 0; tries < 10; tries++) {
      assertThatThrownBy(
              () ->
                  breaker.pass(
                      () -> {
                        throw new LogException("RequestError", "no answer", "");
                      }))
          .isInstanceOf(LogException.class);
    }

    traces.during(
        () -> {
          for (int answered = 0; answered < 3; ) {
            try {
              breaker.pass(() -> "answer");
              answered++;
            } catch (CallNotPermittedException e) {
              Thread.onSpinWait(); // its millisecond is not over yet
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
          return "";
        });

    assertThat(traces.metric("breaker.state"))
        .containsExactly("closed sls=1.0", "half_open sls=0.0", "open sls=0.0");
  }
}
