package io.elasticinference.aliyun.internal.sls;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ScalingMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of SLS, and what is made of its answers, the wrong ones too. */
class SlsReadingTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final ScalingMetric METRIC =
      new ScalingMetric(
          "sls_ingress_qps",
          Map.of(
              "sls.project", "k8s-log-c0a1",
              "sls.logstore", "nginx-ingress",
              "sls.ingress.route", "default-bert-8501"),
          10_000);

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
            Clock.fixed(NOW, ZoneOffset.UTC),
            Duration.ofMillis(5));
  }

  @AfterEach
  void stop() {
    metrics.close();
    server.stop();
  }

  private static ResponseDefinitionBuilder answer(String progress, String... rows) {
    return aResponse()
        .withHeader("Content-Type", "application/json")
        .withHeader("x-log-requestid", "A1")
        .withBody(
            "{\"meta\":{\"progress\":\""
                + progress
                + "\",\"count\":"
                + rows.length
                + "},\"data\":["
                + String.join(",", rows)
                + "]}");
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return aResponse()
        .withStatus(status)
        .withHeader("x-log-requestid", "A1")
        .withBody("{\"errorCode\":\"" + code + "\",\"errorMessage\":\"as told\"}");
  }

  private void answers(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  /** Gives one answer after the other, and the last one again and again. */
  private void answersInTurn(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      String next = Integer.toString(Math.min(i + 1, answers.length - 1));
      server.stubFor(
          any(anyUrl())
              .inScenario("turns")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : Integer.toString(i))
              .willReturn(answers[i])
              .willSetStateTo(next));
    }
  }

  private List<LoggedRequest> requests() {
    return server.findAll(anyRequestedFor(anyUrl()));
  }

  private static JsonObject body(LoggedRequest request) {
    return JsonParser.parseString(request.getBodyAsString()).getAsJsonObject();
  }

  @Test
  void asAdapterSeesIt_sendsTheAdaptersQueryToTheLetter() {
    server.stubFor(
        post(urlEqualTo("/logstores/nginx-ingress/logs"))
            .willReturn(answer("Complete", "{\"value\":\"35\",\"__time__\":\"1\"}")));

    assertThat(metrics.asAdapterSeesIt(METRIC)).hasValue(35);

    LoggedRequest request = requests().get(0);
    assertThat(request.getHeader("Host")).isEqualTo("k8s-log-c0a1.cn-beijing.log.aliyuncs.com");
    assertThat(request.getHeader("Authorization")).startsWith("SLS4-HMAC-SHA256 Credential=LTAIx/");
    assertThat(body(request).get("query").getAsString())
        .isEqualTo(
            "* and proxy_upstream_name: default-bert-8501 | SELECT count(1) / 15 as value from log"
                + " WHERE __time__ >= 1699999975  and __time__ < 1699999990");
    assertThat(body(request).get("from").getAsLong()).isEqualTo(1_699_999_900);
    assertThat(body(request).get("to").getAsLong()).isEqualTo(1_699_999_990);
  }

  @Test
  void asAdapterSeesIt_takesTheWindowFromTheLabels() {
    answers(answer("Complete", "{\"value\":\"1\"}"));
    Map<String, String> selector = new HashMap<>(METRIC.selector());
    selector.put("sls.query.interval", "60");
    selector.put("sls.query.delay", "20");

    metrics.asAdapterSeesIt(new ScalingMetric("sls_ingress_latency_p9999", selector, 1));

    assertThat(body(requests().get(0)).get("query").getAsString())
        .contains("SELECT approx_percentile(request_time, 0.9999) * 1000 as value")
        .endsWith("WHERE __time__ >= 1699999920  and __time__ < 1699999980");
  }

  @ParameterizedTest
  @CsvSource({"35.9, 35", "0, 0", "null, 0", "'', 0", "1.5E-4, 1", "-3, 3", "123456.7ms, 123456"})
  void asAdapterSeesIt_readsNumbersAsTheAdapterDoes(String value, double read) {
    answers(answer("Complete", "{\"value\":\"" + value + "\"}"));

    assertThat(metrics.asAdapterSeesIt(METRIC)).hasValue(read);
  }

  @Test
  void asAdapterSeesIt_isEmpty_whenTheLogHasNoRows() {
    answers(answer("Complete"));

    assertThat(metrics.asAdapterSeesIt(METRIC)).isEmpty();
  }

  @Test
  void asAdapterSeesIt_asksAgain_whenTheAnswerIsIncompleteOrFailsInPassing() {
    answersInTurn(
        answer("Incomplete", "{\"value\":\"1\"}"),
        error(500, "InternalServerError"),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withStatus(200).withBody("{\"meta\":"),
        answer("Complete", "{\"value\":\"7\"}"));

    assertThat(metrics.asAdapterSeesIt(METRIC)).hasValue(7);
    assertThat(requests()).hasSize(5);
  }

  @Test
  void asAdapterSeesIt_givesUp_whenTheAnswerStaysIncomplete() {
    answers(answer("Incomplete", "{\"value\":\"1\"}"));

    assertThatThrownBy(() -> metrics.asAdapterSeesIt(METRIC))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("k8s-log-c0a1/nginx-ingress: the answer was not complete")
        .extracting(e -> ((MetricsUnavailableException) e).retryable())
        .isEqualTo(true);
    assertThat(requests()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "404, ProjectNotExist, there is no log project 'k8s-log-c0a1' in cn-beijing, ACK_CLUSTER_ID",
    "404, LogStoreNotExist, no log store 'nginx-ingress', .logstore(",
    "400, IndexConfigNotExist, has no index, analysis",
    "401, SignatureNotMatch, refuses the signature, ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "401, Unauthorized, denies access, log:GetLogStoreLogs",
    "400, ParameterInvalid, SLS answered ParameterInvalid (HTTP status 400), documentation"
  })
  void refusals_areToldInTheirOwnWords_andNotTriedAgain(
      int status, String code, String observed, String hint) {
    answers(error(status, code));

    assertThatThrownBy(() -> metrics.asAdapterSeesIt(METRIC))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining(observed)
        .hasMessageContaining("request A1")
        .hasMessageContaining(hint)
        .hasMessageNotContaining("sesame")
        .extracting(e -> ((MetricsUnavailableException) e).retryable())
        .isEqualTo(false);
    assertThat(requests()).hasSize(1);
  }

  @Test
  void asAdapterSeesIt_saysWhereItAsked_whenNobodyAnswers() {
    server.stop();

    assertThatThrownBy(() -> metrics.asAdapterSeesIt(METRIC))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("no answer from http://cn-beijing.log.aliyuncs.com")
        .hasMessageContaining("SLS_ENDPOINT");
  }

  @Test
  void selectors_thatCouldBendTheQuery_areRefused() {
    for (String route : List.of("a | select 1", "a or *", "a\"", "*", "")) {
      Map<String, String> selector = new HashMap<>(METRIC.selector());
      selector.put("sls.ingress.route", route);
      ScalingMetric bent = new ScalingMetric("sls_ingress_qps", selector, 1);

      assertThatThrownBy(() -> metrics.asAdapterSeesIt(bent))
          .isInstanceOf(MetricsUnavailableException.class)
          .hasMessageContaining("sls.ingress.route");
      assertThatThrownBy(() -> metrics.summary(bent, NOW.minusSeconds(60), NOW))
          .isInstanceOf(MetricsUnavailableException.class);
    }
    assertThat(requests()).isEmpty();
  }

  @Test
  void summary_readsOneRow() {
    answers(
        answer(
            "Complete",
            "{\"requests\":\"1400\",\"server_errors\":\"14\",\"mean\":\"0.0125\",\"p50\":\"0.01\","
                + "\"p95\":\"0.04\",\"p99\":\"0.2\",\"request_bytes\":\"900000\"}"));

    TrafficSummary summary = metrics.summary(METRIC, NOW.minusSeconds(40), NOW.plusMillis(300));

    assertThat(summary)
        .isEqualTo(
            new TrafficSummary(
                NOW.minusSeconds(40),
                NOW,
                1400,
                14,
                Duration.ofNanos(12_500_000),
                Duration.ofMillis(10),
                Duration.ofMillis(40),
                Duration.ofMillis(200),
                900_000));
    assertThat(summary.qps()).isEqualTo(35);
    JsonObject sent = body(requests().get(0));
    assertThat(sent.get("query").getAsString())
        .startsWith("* and proxy_upstream_name: \"default-bert-8501\" | SELECT count(1)")
        .endsWith("WHERE __time__ >= 1699999960 and __time__ < 1700000000");
  }

  @Test
  void summary_isZero_whenThereWereNoRequests() {
    answers(answer("Complete", "{\"requests\":\"0\",\"mean\":\"null\",\"p50\":\"null\"}"));

    TrafficSummary summary = metrics.summary(METRIC, NOW.minusSeconds(10), NOW);

    assertThat(summary.requests()).isZero();
    assertThat(summary.p99()).isZero();
    assertThat(summary.errorRatio()).isZero();
  }

  @Test
  void quoted_keepsQuotesAndBackslashesInside() {
    assertThat(SummaryQuery.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
  }
}
