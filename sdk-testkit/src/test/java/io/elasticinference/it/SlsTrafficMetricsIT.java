package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import io.elasticinference.testkit.sls.SlsServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    assertThat(metrics.asAdapterSeesIt(metric)).hasValue(35);
  }

  @Test
  void asAdapterSeesIt_isZero_whenOnlyOthersHadRequests() {
    log(secondsAgo(18), new Route("default", "other", 8501), 100, 200, 0.01);

    assertThat(metrics.asAdapterSeesIt(metric)).hasValue(0);
  }

  @Test
  void asAdapterSeesIt_asksAgain_untilTheAnswerIsComplete() {
    log(secondsAgo(18), ROUTE, 150, 200, 0.01);
    server.incompleteAnswers(3);
    server.faults().next(1).status(503);

    assertThat(metrics.asAdapterSeesIt(metric)).hasValue(10);
  }

  @Test
  void summary_addsUpTheSpan() {
    Instant to = Instant.ofEpochSecond(secondsAgo(10).getEpochSecond());
    Instant from = to.minusSeconds(40);
    log(from, ROUTE, 99, 200, 0.001);
    log(to.minusSeconds(1), ROUTE, 1, 502, 0.3);
    log(to, ROUTE, 50, 200, 9);
    log(from.minusSeconds(1), ROUTE, 50, 200, 9);

    TrafficSummary summary = metrics.summary(metric, from, to);

    assertThat(summary.requests()).isEqualTo(100);
    assertThat(summary.serverErrors()).isEqualTo(1);
    assertThat(summary.requestBytes()).isEqualTo(20_000);
    assertThat(summary.qps()).isEqualTo(2.5);
    assertThat(summary.p50()).isBetween(Duration.ofMillis(49), Duration.ofMillis(51));
    assertThat(summary.p95()).isBetween(Duration.ofMillis(94), Duration.ofMillis(96));
    assertThat(summary.p99()).isBetween(Duration.ofMillis(98), Duration.ofMillis(300));
    // (0.001 + … + 0.099 + 0.3) / 100
    assertThat(summary.meanLatency()).isBetween(Duration.ofMillis(52), Duration.ofMillis(53));
  }

  @Test
  void summary_isZero_whenTheLogIsEmpty() {
    assertThat(metrics.summary(metric, secondsAgo(60), secondsAgo(10)).requests()).isZero();
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
