package io.elasticinference.testkit.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogQueryTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static LogQuery of(IngressMetric metric, String route) {
    return LogQuery.of(metric, new QueryLabels("p", "l", route, 15, 10, 5, true), NOW);
  }

  @Test
  void of_isTheAdaptersOwnQuery_toTheLetter() {
    assertThat(of(IngressMetric.QPS, "default-bert-8501"))
        .isEqualTo(
            new LogQuery(
                1_699_999_900,
                1_699_999_990,
                "* and proxy_upstream_name: default-bert-8501 | SELECT count(1) / 15 as value"
                    + " from log WHERE __time__ >= 1699999975  and __time__ < 1699999990"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sls_ingress_qps|proxy_upstream_name|count(1) / 15",
        "sls_alb_ingress_qps|slb_pool_name|count(1) / 15",
        "sls_ingress_latency_avg|proxy_upstream_name|avg(request_time) * 1000",
        "sls_ingress_latency_p50|proxy_upstream_name|approx_percentile(request_time, 0.50) * 1000",
        "sls_ingress_latency_p95|proxy_upstream_name|approx_percentile(request_time, 0.95) * 1000",
        "sls_ingress_latency_p99|proxy_upstream_name|approx_percentile(request_time, 0.99) * 1000",
        "sls_ingress_latency_p9999|proxy_upstream_name"
            + "|approx_percentile(request_time, 0.9999) * 1000",
        "sls_ingress_inflow|proxy_upstream_name|sum(request_length) / 15",
      })
  void of_writesEachMetric(String name, String field, String expression) {
    assertThat(of(IngressMetric.named(name).orElseThrow(), "*").text())
        .isEqualTo(
            "* and %s: * | SELECT %s as value from log WHERE __time__ >= 1699999975"
                    .formatted(field, expression)
                + "  and __time__ < 1699999990");
  }
}
