package io.elasticinference.aliyun.internal.sls;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ScalingMetric;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** After its end the source of metrics leaves nothing behind. */
class SlsClosingTest {

  private static final ScalingMetric METRIC =
      new ScalingMetric(
          "sls_ingress_qps",
          Map.of(
              "sls.project", "k8s-log-c0a1",
              "sls.logstore", "nginx-ingress",
              "sls.ingress.route", "default-bert-8501"),
          10_000);

  @Test
  void close_leavesNoThread_andNothingIsReadAfterwards() {
    WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    try {
      server.stubFor(
          any(anyUrl())
              .willReturn(
                  okJson("{\"meta\":{\"progress\":\"Complete\",\"count\":0},\"data\":[]}")));
      Set<Thread> before = threads();
      SlsTrafficMetrics metrics =
          new SlsTrafficMetrics(
              Environment.of(
                  Map.of(
                      "SLS_ENDPOINT", "http://127.0.0.1:" + server.port(),
                      "ALIBABA_CLOUD_REGION_ID", "cn-beijing",
                      "ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx",
                      "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame")));
      metrics.asAdapterSeesIt(METRIC);
      metrics.close();
      metrics.close();

      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
      assertThatThrownBy(() -> metrics.asAdapterSeesIt(METRIC)).hasMessageContaining("closed");
    } finally {
      server.stop();
    }
  }

  /** The server's own threads come and go. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().matches("(qtp|wiremock|awaitility|Common|Connector).*"))
        .collect(Collectors.toSet());
  }
}
