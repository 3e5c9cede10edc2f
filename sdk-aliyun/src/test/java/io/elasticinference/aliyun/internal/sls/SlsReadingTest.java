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
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.LogView.RouteLines;
import io.elasticinference.spi.ScalingMetric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

    assertThat(metrics.asAdapterSeesIt(METRIC).value()).hasValue(35);

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

    assertThat(metrics.asAdapterSeesIt(METRIC).value()).hasValue(read);
  }

  @Test
  void asAdapterSeesIt_isEmpty_whenTheLogHasNoRows() {
    answers(answer("Complete"));

    assertThat(metrics.asAdapterSeesIt(METRIC).value()).isEmpty();
  }

  @Test
  void asAdapterSeesIt_asksAgain_whenTheAnswerIsIncompleteOrFailsInPassing() {
    answersInTurn(
        answer("Incomplete", "{\"value\":\"1\"}"),
        error(500, "InternalServerError"),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withStatus(200).withBody("{\"meta\":"),
        answer("Complete", "{\"value\":\"7\"}"));

    assertThat(metrics.asAdapterSeesIt(METRIC).value()).hasValue(7);
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
    "400, ParameterInvalid, SLS answered ParameterInvalid with HTTP status 400 (expected: success), documentation"
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
      assertThatThrownBy(
              () -> metrics.series(bent, NOW.minusSeconds(60), NOW, Duration.ofSeconds(60)))
          .isInstanceOf(MetricsUnavailableException.class);
    }
    assertThat(requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, ReadQuotaExceed",
    "400, ExceedSQLConcurrency",
    "403, SQLConcurrencyExceeded",
    "429, TooManyRequests"
  })
  void asAdapterSeesIt_asksAgain_whenTooManyAsk(int status, String code) {
    answersInTurn(error(status, code), answer("Complete", "{\"value\":\"7\"}"));

    assertThat(metrics.asAdapterSeesIt(METRIC).value()).hasValue(7);
    assertThat(requests()).hasSize(2);
  }

  @Test
  void asAdapterSeesIt_saysSo_whenTooManyAskForLong() {
    answers(error(403, "ReadQuotaExceed"));

    assertThatThrownBy(() -> metrics.asAdapterSeesIt(METRIC))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("too many requests at a time: SLS answered ReadQuotaExceed")
        .hasMessageContaining("15 analyses a project")
        .extracting(e -> ((MetricsUnavailableException) e).retryable())
        .isEqualTo(true);
    assertThat(requests()).hasSize(5);
  }

  @Test
  void asAdapterSeesIt_readsTheAlbsField() {
    answers(answer("Complete", "{\"value\":\"12\"}"));
    ScalingMetric alb = new ScalingMetric("sls_alb_ingress_qps", METRIC.selector(), 10_000);

    AdapterReading reading = metrics.asAdapterSeesIt(alb);

    assertThat(body(requests().get(0)).get("query").getAsString())
        .isEqualTo(reading.query())
        .isEqualTo(
            "* and slb_pool_name: default-bert-8501 | SELECT count(1) / 15 as value from log"
                + " WHERE __time__ >= 1699999975  and __time__ < 1699999990");
    assertThat(reading.from()).isEqualTo(NOW.minusSeconds(25));
    assertThat(reading.to()).isEqualTo(NOW.minusSeconds(10));
    assertThat(reading)
        .hasToString(
            "sls_alb_ingress_qps: 12.0 (target 10.0 a replica), from 2023-11-14T22:12:55Z to"
                + " 2023-11-14T22:13:10Z");
  }

  @Test
  void series_asksByStepAndStatus_andForOthersOnlyWhereThisRouteHasNone() {
    answersInTurn(
        answer(
            "Complete",
            row("step", 0, "code", 200, "requests", 90, "seconds", 9.0, "bytes", 900),
            row("step", 0, "code", 502, "requests", 10, "seconds", 1.0, "bytes", 100)),
        answer("Complete", row("step", 0, "p50", 0.05, "p95", 0.2, "p99", 0.5, "p9999", 0.9)),
        answer("Complete", row("step", 0, "requests", 400), row("step", 2, "requests", 3)));

    List<TrafficSummary> series =
        metrics.series(METRIC, NOW.minusSeconds(35), NOW.minusSeconds(5), Duration.ofSeconds(10));

    TrafficSummary first = series.get(0);
    assertThat(first)
        .isEqualTo(
            new TrafficSummary(
                NOW.minusSeconds(35),
                NOW.minusSeconds(25),
                true,
                true,
                new TreeMap<>(Map.of(200, 90L, 502, 10L)),
                Map.of(
                    LatencyStatistic.AVERAGE, Duration.ofMillis(100),
                    LatencyStatistic.P50, Duration.ofMillis(50),
                    LatencyStatistic.P95, Duration.ofMillis(200),
                    LatencyStatistic.P99, Duration.ofMillis(500),
                    LatencyStatistic.P9999, Duration.ofMillis(900)),
                1000));
    assertThat(series).extracting(TrafficSummary::hasData).containsExactly(true, false, true);
    assertThat(series).extracting(TrafficSummary::requests).containsExactly(100L, 0L, 0L);
    assertThat(series).extracting(TrafficSummary::settled).containsExactly(true, true, false);
    List<String> asked =
        requests().stream().map(request -> body(request).get("query").getAsString()).toList();
    assertThat(asked.get(0))
        .isEqualTo(
            "* and proxy_upstream_name: \"default-bert-8501\" | select (__time__ - 1699999965) /"
                + " 10 as step, coalesce(try_cast(status as bigint), 0) as code, count(1) as"
                + " requests, sum(request_time) as seconds, sum(request_length) as bytes from log"
                + " where __time__ >= 1699999965 and __time__ < 1699999995 and proxy_upstream_name"
                + " = 'default-bert-8501' group by step, code order by step, code limit 0, 10000");
    assertThat(asked.get(1)).contains("approx_percentile(request_time, 0.9999) as p9999");
    assertThat(asked.get(2)).startsWith("* | select").doesNotContain("proxy_upstream_name");
    assertThat(asked).hasSize(3);
  }

  @Test
  void series_readsPageAfterPage() {
    String[] page = new String[10_000];
    for (int i = 0; i < page.length; i++) {
      page[i] = row("step", i / 2, "code", 200 + i % 2, "requests", 1, "seconds", 0, "bytes", 1);
    }
    answersInTurn(
        answer("Complete", page),
        answer("Complete", row("step", 5000, "code", 200, "requests", 5)),
        answer("Complete"),
        answer("Complete"));

    List<TrafficSummary> series =
        metrics.series(METRIC, NOW.minusSeconds(5001), NOW, Duration.ofSeconds(1));

    assertThat(series).hasSize(5001);
    assertThat(series.get(4999).requests()).isEqualTo(2);
    assertThat(series.get(5000).requests()).isEqualTo(5);
    assertThat(requests())
        .extracting(r -> body(r).get("query").getAsString())
        .element(1)
        .asString()
        .endsWith(" limit 10000, 10000");
  }

  @Test
  void adapterHistory_addsUpSeconds_asTheAdapterWouldHave() {
    // 30 requests in one second: seen for 15 s, from 10 s after on.
    answers(answer("Complete", row("step", 25, "code", 200, "requests", 30, "bytes", 4000)));

    SortedMap<Instant, Double> read =
        metrics.adapterHistory(METRIC, NOW.minusSeconds(20), NOW.plusSeconds(20));

    assertThat(read).hasSize(40);
    // The second of number 25 is 25 s after the begin, which is 25 s before the first reading.
    Instant written = NOW.minusSeconds(20);
    assertThat(read.get(written.plusSeconds(10))).isZero();
    assertThat(read.get(written.plusSeconds(11))).isEqualTo(2);
    assertThat(read.get(written.plusSeconds(25))).isEqualTo(2);
    assertThat(read.get(written.plusSeconds(26))).isZero();
    assertThat(
            metrics.adapterHistory(
                new ScalingMetric("sls_ingress_latency_p95", METRIC.selector(), 1), NOW, NOW))
        .isEmpty();
  }

  @Test
  void look_tellsTheRoutes_andAsksForItsOwn_whereItIsNotAmongThem() {
    answersInTurn(
        answer("Complete", row("route", "a-b-1", "requests", 9, "newest", 1_699_999_999)),
        answer("Complete", row("requests", 2, "newest", 1_699_999_500)));

    LogView view = metrics.look(METRIC);

    assertThat(view.log()).isEqualTo("k8s-log-c0a1/nginx-ingress");
    assertThat(view.newest()).hasValue(NOW.minusSeconds(1));
    assertThat(view.ownLines())
        .hasValue(new RouteLines("default-bert-8501", 2, NOW.minusSeconds(500)));
  }

  @Test
  void anAnswerWithoutANumber_isRefused() {
    answers(answer("Complete", row("step", 0, "code", 200, "requests", "many")));

    assertThatThrownBy(
            () -> metrics.series(METRIC, NOW.minusSeconds(1), NOW, Duration.ofSeconds(1)))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("'many' in column requests");
  }

  private static String row(Object... cells) {
    StringBuilder row = new StringBuilder("{\"__time__\":\"1\"");
    for (int i = 0; i < cells.length; i += 2) {
      row.append(",\"" + cells[i] + "\":\"" + cells[i + 1] + "\"");
    }
    return row.append('}').toString();
  }
}
