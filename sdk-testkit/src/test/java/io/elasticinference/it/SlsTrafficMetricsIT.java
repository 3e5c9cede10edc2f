package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.metrics.LatencyStatistic.AVERAGE;
import static io.elasticinference.metrics.LatencyStatistic.P50;
import static io.elasticinference.metrics.LatencyStatistic.P95;
import static io.elasticinference.metrics.LatencyStatistic.P99;
import static io.elasticinference.metrics.LatencyStatistic.P9999;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.LogView.RouteLines;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import io.elasticinference.testkit.sls.IndexField;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.SlsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the access log of the local SLS, over the real client and protocol. */
@Timeout(60)
class SlsTrafficMetricsIT {

  private static final String PROJECT = "k8s-log-c0a1";
  private static final String LOGSTORE = "nginx-ingress";
  private static final Route ROUTE = new Route("default", "bert-v1-tensorflow-serving", 8501);

  private SlsServer server;
  private TrafficMetrics metrics;
  private ScalingMetric metric;

  @BeforeEach
  void start() {
    server = SlsServer.builder().accessKey("LTAIit", "sesame").start();
    server.createProject(PROJECT);
    server.createLogstore(PROJECT, LOGSTORE);
    metrics = metrics(Map.of());
    metric = metrics.scalingMetrics(qps(10), ROUTE).get(0);
  }

  @AfterEach
  void stop() {
    metrics.close();
    server.close();
  }

  private TrafficMetrics metrics(Map<String, String> settings) {
    return ServiceLoader.load(TrafficMetrics.Provider.class)
        .findFirst()
        .orElseThrow()
        .create(
            Environment.of(
                    Map.of(
                        "ACK_CLUSTER_ID", "c0a1",
                        "SLS_ENDPOINT", server.uri().toString(),
                        "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
                        "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIit",
                        "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame"))
                .with(settings));
  }

  private void log(Instant time, Route route, int count, int status, double firstSeconds) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> row = new HashMap<>();
      row.put("proxy_upstream_name", route.toString());
      row.put("status", Integer.toString(status));
      row.put("request_time", String.format(Locale.ROOT, "%.3f", firstSeconds + i * 0.001));
      row.put("request_length", "200");
      rows.add(row);
    }
    server.append(PROJECT, LOGSTORE, time, rows);
  }

  private static Instant secondsAgo(int seconds) {
    return Instant.now().minusSeconds(seconds);
  }

  @Test
  void asAdapterSeesIt_countsTheRoutesRequestsOfItsWindow() {
    log(secondsAgo(18), ROUTE, 530, 200, 0.01);
    log(secondsAgo(18), new Route("default", "other", 8501), 100, 200, 0.01);
    log(secondsAgo(2), ROUTE, 1000, 200, 0.01);
    log(secondsAgo(60), ROUTE, 1000, 200, 0.01);

    assertThat(metrics.asAdapterSeesIt(metric).value()).hasValue(35);
  }

  @Test
  void asAdapterSeesIt_isZero_whenOnlyOthersHadRequests() {
    log(secondsAgo(18), new Route("default", "other", 8501), 100, 200, 0.01);

    assertThat(metrics.asAdapterSeesIt(metric).value()).hasValue(0);
  }

  @Test
  void asAdapterSeesIt_asksAgain_untilTheAnswerIsComplete() {
    log(secondsAgo(18), ROUTE, 150, 200, 0.01);
    server.incompleteAnswers(3);
    server.faults().next(1).status(503);

    assertThat(metrics.asAdapterSeesIt(metric).value()).hasValue(10);
  }

  @ParameterizedTest
  @CsvSource({
    "sls_ingress_qps, 10",
    "sls_ingress_inflow, 2000",
    "sls_ingress_latency_avg, 84",
    "sls_ingress_latency_p50, 84",
    "sls_ingress_latency_p95, 151",
    "sls_ingress_latency_p9999, 158"
  })
  void asAdapterSeesIt_readsEachMetricOfTheAdapter(String name, double value) {
    log(secondsAgo(18), ROUTE, 150, 200, 0.01); // 10 to 159 ms, 200 bytes each

    AdapterReading reading =
        metrics.asAdapterSeesIt(new ScalingMetric(name, metric.selector(), 1_000));

    assertThat(reading.value().orElseThrow()).isBetween(value - 1, value + 1);
    assertThat(reading.query()).contains("proxy_upstream_name: " + ROUTE);
  }

  @Test
  void series_addsUpTheSpan() {
    Instant to = Instant.ofEpochSecond(secondsAgo(10).getEpochSecond());
    Instant from = to.minusSeconds(40);
    log(from, ROUTE, 99, 200, 0.001);
    log(to.minusSeconds(1), ROUTE, 1, 502, 0.3);
    log(to, ROUTE, 50, 200, 9);
    log(from.minusSeconds(1), ROUTE, 50, 200, 9);

    TrafficSummary summary = metrics.series(metric, from, to, Duration.ofSeconds(40)).get(0);

    assertThat(summary.hasData()).isTrue();
    assertThat(summary.settled()).isTrue();
    assertThat(summary.byStatus()).isEqualTo(Map.of(200, 99L, 502, 1L));
    assertThat(summary.requestBytes()).isEqualTo(20_000);
    assertThat(summary.qps()).isEqualTo(2.5);
    assertThat(summary.errorRatio()).isEqualTo(0.01);
    assertThat(summary.latency(P50)).isBetween(Duration.ofMillis(49), Duration.ofMillis(51));
    assertThat(summary.latency(P95)).isBetween(Duration.ofMillis(94), Duration.ofMillis(96));
    assertThat(summary.latency(P99)).isBetween(Duration.ofMillis(98), Duration.ofMillis(300));
    assertThat(summary.latency(P9999)).isBetween(Duration.ofMillis(99), Duration.ofMillis(300));
    // (0.001 + … + 0.099 + 0.3) / 100
    assertThat(summary.latency(AVERAGE)).isBetween(Duration.ofMillis(52), Duration.ofMillis(53));
  }

  @Test
  void series_tellsNoRequestsFromNoLog_stepByStep() {
    Instant from = Instant.ofEpochSecond(secondsAgo(40).getEpochSecond());
    log(from, ROUTE, 20, 200, 0.01);
    log(from.plusSeconds(10), new Route("default", "other", 8501), 5, 200, 0.01);
    log(from.plusSeconds(29), ROUTE, 10, 404, 0.01);

    List<TrafficSummary> series =
        metrics.series(metric, from, from.plusSeconds(38), Duration.ofSeconds(10));

    assertThat(series).extracting(TrafficSummary::requests).containsExactly(20L, 0L, 10L, 0L);
    assertThat(series).extracting(TrafficSummary::hasData).containsExactly(true, true, true, false);
    assertThat(series)
        .extracting(TrafficSummary::settled)
        .containsExactly(true, true, true, false); // the last ended 2 s ago
    assertThat(series.get(3).to()).isEqualTo(from.plusSeconds(38));
    assertThat(series.get(2).statusClass(4)).isEqualTo(10);
  }

  @Test
  void series_hasMoreStepsThanSlsAnswersByDefault() {
    Instant from = Instant.ofEpochSecond(secondsAgo(600).getEpochSecond());
    for (int i = 0; i < 500; i++) {
      log(from.plusSeconds(i), ROUTE, 1 + i % 3, 200 + i % 7, 0.01);
    }

    List<TrafficSummary> series =
        metrics.series(metric, from, from.plusSeconds(500), Duration.ofSeconds(1));

    assertThat(series).hasSize(500);
    for (int i = 0; i < 500; i++) {
      assertThat(series.get(i).byStatus()).isEqualTo(Map.of(200 + i % 7, 1L + i % 3));
    }
  }

  @Test
  void series_countsLinesWithoutAStatus() {
    Instant from = Instant.ofEpochSecond(secondsAgo(40).getEpochSecond());
    Map<String, String> row = new HashMap<>();
    row.put("proxy_upstream_name", ROUTE.toString());
    row.put("status", "-");
    row.put("request_time", "-");
    server.append(PROJECT, LOGSTORE, from, List.of(row, row));

    TrafficSummary summary =
        metrics.series(metric, from, from.plusSeconds(10), Duration.ofSeconds(10)).get(0);

    assertThat(summary.byStatus()).isEqualTo(Map.of(0, 2L));
    assertThat(summary.latency(P99)).isZero();
  }

  @Test
  void series_countsTheRouteAlone_notThoseWhoseNamesHoldItsWords() {
    Instant from = Instant.ofEpochSecond(secondsAgo(40).getEpochSecond());
    log(from, ROUTE, 3, 200, 0.01);
    for (String prefix : List.of("sticky", "x-default")) {
      log(from, new Route(prefix, ROUTE.toString(), 1), 7, 200, 0.01);
    }

    assertThat(
            metrics
                .series(metric, from, from.plusSeconds(10), Duration.ofSeconds(10))
                .get(0)
                .requests())
        .isEqualTo(3);
  }

  @Test
  void series_readsTheLogOfAnAlb() {
    server.createLogstore(PROJECT, "alb", albIndex());
    Instant from = Instant.ofEpochSecond(secondsAgo(40).getEpochSecond());
    Map<String, String> row =
        Map.of(
            "slb_pool_name", ROUTE.toString(),
            "status", "200",
            "request_time", "0.250",
            "request_length", "300");
    server.append(PROJECT, "alb", from, List.of(row, row, row));
    Map<String, String> selector = new HashMap<>(metric.selector());
    selector.put("sls.logstore", "alb");

    TrafficSummary summary =
        metrics
            .series(
                new ScalingMetric("sls_alb_ingress_qps", selector, 10_000),
                from,
                from.plusSeconds(10),
                Duration.ofSeconds(10))
            .get(0);

    assertThat(summary.requests()).isEqualTo(3);
    assertThat(summary.latency(P50)).isEqualTo(Duration.ofMillis(250));
    assertThat(summary.requestBytes()).isEqualTo(900);
  }

  private static LogIndex albIndex() {
    return LogIndex.of(
        Map.of(
            "slb_pool_name", IndexField.text(),
            "status", IndexField.wholeNumber(),
            "request_time", IndexField.number(),
            "request_length", IndexField.wholeNumber()),
        null);
  }

  @Test
  void series_isZeroAndWithoutData_whenTheLogIsEmpty() {
    assertThat(metrics.series(metric, secondsAgo(60), secondsAgo(10), Duration.ofSeconds(50)))
        .allSatisfy(
            point -> {
              assertThat(point.requests()).isZero();
              assertThat(point.hasData()).isFalse();
            });
  }

  @Test
  void adapterHistory_isWhatTheAdapterReads() {
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    log(now.minusSeconds(40), ROUTE, 100, 200, 0.01);
    log(now.minusSeconds(18), ROUTE, 530, 200, 0.01);

    SortedMap<Instant, Double> history =
        metrics.adapterHistory(metric, now.minusSeconds(30), now.plusSeconds(1));

    assertThat(history).hasSize(31);
    assertThat(history.get(now.minusSeconds(30))).isZero(); // counts up to 40 s ago, exclusive
    assertThat(history.get(now.minusSeconds(29))).isEqualTo(6);
    assertThat(history.get(now)).isEqualTo(metrics.asAdapterSeesIt(metric).value().orElseThrow());
  }

  @Test
  void look_tellsWhatTheLogHas() {
    assertThat(metrics.look(metric).routes()).isEmpty();
    log(secondsAgo(50), new Route("default", "other", 8501), 100, 200, 0.01);
    log(secondsAgo(60), ROUTE, 7, 200, 0.01);

    LogView view = metrics.look(metric);

    assertThat(view.log()).isEqualTo(PROJECT + "/" + LOGSTORE);
    assertThat(view.routes())
        .extracting(RouteLines::route, RouteLines::lines)
        .containsExactly(tuple("default-other-8501", 100L), tuple(ROUTE.toString(), 7L));
    assertThat(view.newest().orElseThrow()).isBetween(secondsAgo(55), secondsAgo(45));
    assertThat(view.ownLines().orElseThrow().lines()).isEqualTo(7);
  }

  @Test
  void asAdapterSeesIt_tellsWhatIsMissing() {
    assertThatThrownBy(
            () ->
                metrics.asAdapterSeesIt(
                    metrics.scalingMetrics(qps(1).project("no-such"), ROUTE).get(0)))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("there is no log project 'no-such'");
    assertThatThrownBy(
            () ->
                metrics.asAdapterSeesIt(
                    metrics.scalingMetrics(qps(1).logstore("no-such"), ROUTE).get(0)))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("no log store 'no-such'");
    try (TrafficMetrics wrong = metrics(Map.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "wr0ng"))) {
      assertThatThrownBy(() -> wrong.asAdapterSeesIt(metric))
          .isInstanceOf(MetricsUnavailableException.class)
          .hasMessageContaining("refuses the signature")
          .hasMessageNotContaining("wr0ng");
    }
    try (TrafficMetrics nobody = metrics(Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAInobody"))) {
      assertThatThrownBy(() -> nobody.asAdapterSeesIt(metric))
          .isInstanceOf(MetricsUnavailableException.class)
          .hasMessageContaining("ALIBABA_CLOUD_ACCESS_KEY_ID");
    }
  }
}
