package io.elasticinference.testkit.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.elasticinference.testkit.sls.SlsServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter on the local SLS, which checks its signature and evaluates its query. */
class MetricsAdapterSlsTest {

  private static final String PROJECT = "k8s-log-c1";
  private static final String LOGSTORE = "nginx-ingress";
  private static final String ROUTE = "default-bert-8501";
  private static final String SELECTOR =
      "sls.project=k8s-log-c1,sls.logstore=nginx-ingress,sls.ingress.route=" + ROUTE;
  private static SSLContext tls;

  private final Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private SlsServer sls;
  private MetricsAdapter adapter;
  private AdapterClient client;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    tls = TestTls.create(folder);
  }

  @BeforeEach
  void start() {
    sls = SlsServer.builder().accessKey("id", "secret").clock(() -> now).start();
    sls.createProject(PROJECT);
    sls.createLogstore(PROJECT, LOGSTORE);
    adapter = adapter("secret");
    client = new AdapterClient(adapter, tls);
  }

  private MetricsAdapter adapter(String secret) {
    return MetricsAdapter.builder()
        .tls(tls)
        .sls(sls.uri())
        .accessKey("id", secret)
        .clock(() -> now)
        .start();
  }

  @AfterEach
  void stop() {
    adapter.close();
    sls.close();
  }

  private void append(long secondsAgo, String route, int count) {
    Map<String, String> log =
        Map.of(
            "proxy_upstream_name", route,
            "request_time", "0.250",
            "request_length", "900",
            "status", "200");
    sls.append(PROJECT, LOGSTORE, now.minusSeconds(secondsAgo), Collections.nCopies(count, log));
  }

  private List<String> values(String metric, String selector) throws Exception {
    return StreamSupport.stream(client.items(metric, selector).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(item -> item.get("value").getAsString())
        .toList();
  }

  /** The window is [now-25, now-10): its edges count as the query says. */
  @Test
  void qps_countsTheRoutesLogsInTheWindow_perSecond() throws Exception {
    append(26, ROUTE, 1000);
    append(25, ROUTE, 60);
    append(18, ROUTE, 90);
    append(11, ROUTE, 14);
    append(10, ROUTE, 1000);
    append(2, ROUTE, 1000);
    append(18, "default-other-80", 1000);

    assertThat(values("sls_ingress_qps", SELECTOR)).containsExactly("10");
  }

  @ParameterizedTest
  @CsvSource({
    "sls_ingress_latency_avg,250",
    "sls_ingress_latency_p50,250",
    "sls_ingress_latency_p95,250",
    "sls_ingress_latency_p99,250",
    "sls_ingress_latency_p9999,250",
    "sls_ingress_inflow,1800"
  })
  void metric_isComputedInItsUnit(String metric, String expected) throws Exception {
    append(15, ROUTE, 30);
    assertThat(values(metric, SELECTOR)).containsExactly(expected);
  }

  @Test
  void qps_countsEveryRoute_whenNoneIsNamed() throws Exception {
    append(15, ROUTE, 30);
    append(15, "default-other-80", 15);

    assertThat(values("sls_ingress_qps", "sls.project=k8s-log-c1,sls.logstore=nginx-ingress"))
        .containsExactly("3");
  }

  @Test
  void qps_findsStickyRoutes_byTheirPrefixOnly() throws Exception {
    append(15, "sticky-" + ROUTE, 30);

    String sticky = SELECTOR.replace(ROUTE, "sticky-" + ROUTE);
    assertThat(values("sls_ingress_qps", sticky)).containsExactly("2");
    assertThat(values("sls_ingress_qps", SELECTOR)).containsExactly("0");
  }

  /** Without any log there is nothing to say; logs of others say that this route has none. */
  @Test
  void metric_hasNoValue_withoutLogs_andIsZero_withLogsOfOthers() throws Exception {
    assertThat(values("sls_ingress_qps", SELECTOR)).isEmpty();
    assertThat(values("sls_ingress_latency_p95", SELECTOR)).isEmpty();

    append(50, "default-other-80", 1);
    assertThat(values("sls_ingress_qps", SELECTOR)).containsExactly("0");
    assertThat(values("sls_ingress_latency_p95", SELECTOR)).containsExactly("0");
    assertThat(values("sls_ingress_inflow", SELECTOR)).containsExactly("0");
  }

  /** The service searches 100 s only: what the labels ask beyond is not counted, but divided by. */
  @Test
  void qps_readsTooLow_whenDelayAndIntervalExceedTheSearchedWindow() throws Exception {
    append(95, ROUTE, 100);
    append(130, ROUTE, 100);

    assertThat(values("sls_ingress_qps", SELECTOR + ",sls.query.interval=100,sls.query.delay=50"))
        .containsExactly("1");
  }

  @Test
  void qps_isAskedAgain_whileSlsIsNotComplete() throws Exception {
    append(15, ROUTE, 30);
    sls.incompleteAnswers(4);
    assertThat(values("sls_ingress_qps", SELECTOR)).containsExactly("2");

    sls.incompleteAnswers(5);
    assertThat(client.metric("sls_ingress_qps", SELECTOR).statusCode()).isEqualTo(500);
  }

  @Test
  void selector_isReadFromTheUrl_inEveryForm() throws Exception {
    append(15, ROUTE, 30);
    assertThat(
            values(
                "sls_ingress_qps",
                "sls.project in (k8s-log-c1), sls.logstore == nginx-ingress,sls.ingress.route="
                    + ROUTE))
        .containsExactly("2");
  }

  @Test
  void metric_isAnError_whenSlsRefuses() throws Exception {
    assertThat(message(client.metric("sls_ingress_qps", SELECTOR.replace("c1", "c2"))))
        .contains("404 ProjectNotExist");
    assertThat(message(client.metric("sls_ingress_qps", SELECTOR.replace("nginx-i", "i"))))
        .contains("404 LogStoreNotExist");
    try (MetricsAdapter stranger = adapter("wrong")) {
      assertThat(message(new AdapterClient(stranger, tls).metric("sls_ingress_qps", SELECTOR)))
          .contains("401 SignatureNotMatch")
          .doesNotContain("wrong");
    }
  }

  @Test
  void metric_comesBack_afterAFaultOfSls() throws Exception {
    append(15, ROUTE, 30);
    sls.faults().next(1).status(500);
    assertThat(message(client.metric("sls_ingress_qps", SELECTOR)))
        .contains("500 InternalServerError");
    assertThat(values("sls_ingress_qps", SELECTOR)).containsExactly("2");
  }

  private static String message(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(500);
    return AdapterClient.json(response).get("message").getAsString();
  }
}
