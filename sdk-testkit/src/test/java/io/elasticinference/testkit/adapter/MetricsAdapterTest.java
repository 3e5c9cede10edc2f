package io.elasticinference.testkit.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsAdapterTest {

  private static final String QPS = "sls_ingress_qps";
  private static final String STORE = "sls.project=k8s-log-c1,sls.logstore=nginx-ingress";
  private static final String SELECTOR = STORE + ",sls.ingress.route=default-bert-8501";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static SSLContext tls;

  private final StubSls sls = new StubSls();
  private MetricsAdapter adapter;
  private AdapterClient client;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    tls = TestTls.create(folder);
  }

  @BeforeEach
  void start() {
    adapter =
        MetricsAdapter.builder()
            .tls(tls)
            .sls(sls.uri())
            .accessKey("id", "topsecret")
            .region("cn-hangzhou")
            .clock(() -> NOW)
            .start();
    client = new AdapterClient(adapter, tls);
  }

  @AfterEach
  void stop() {
    adapter.close();
    sls.close();
  }

  @Test
  void discovery_listsEveryMetricAsAResource() throws Exception {
    JsonObject list = client.get(AdapterClient.API);
    assertThat(list.get("kind").getAsString()).isEqualTo("APIResourceList");
    assertThat(list.get("groupVersion").getAsString()).isEqualTo("external.metrics.k8s.io/v1beta1");
    assertThat(list.getAsJsonArray("resources"))
        .extracting(r -> r.getAsJsonObject().get("name").getAsString())
        .contains(QPS, "sls_alb_ingress_qps", "sls_ingress_latency_p9999", "sls_ingress_inflow")
        .hasSize(8);
    assertThat(list.getAsJsonArray("resources").get(0))
        .isEqualTo(
            JsonParser.parseString(
                "{name: sls_ingress_qps, singularName: '', namespaced: true,"
                    + " kind: ExternalMetricValueList, verbs: [get]}"));
  }

  @Test
  void discovery_namesTheGroup() throws Exception {
    String version = "{groupVersion: 'external.metrics.k8s.io/v1beta1', version: v1beta1}";
    String group =
        "name: external.metrics.k8s.io, versions: [" + version + "], preferredVersion: " + version;
    assertThat(client.get("/apis/external.metrics.k8s.io"))
        .isEqualTo(JsonParser.parseString("{kind: APIGroup, apiVersion: v1, " + group + "}"));
    assertThat(client.get("/apis"))
        .isEqualTo(
            JsonParser.parseString(
                "{kind: APIGroupList, apiVersion: v1, groups: [{" + group + "}]}"));
  }

  /** The aggregator falls back to the list of resources when this is no aggregated discovery. */
  @Test
  void discovery_isPlainJson() throws Exception {
    HttpResponse<String> response = client.send("GET", "/apis");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void metric_answersItsValue_cutToAnInteger() throws Exception {
    sls.rows("Complete", "[{'value':'34.99'}]");

    assertThat(AdapterClient.json(client.metric(QPS, SELECTOR)))
        .isEqualTo(
            JsonParser.parseString(
                "{kind: ExternalMetricValueList, apiVersion: 'external.metrics.k8s.io/v1beta1',"
                    + " metadata: {}, items: [{metricName: sls_ingress_qps, metricLabels: {},"
                    + " timestamp: '2026-01-02T03:04:05Z', value: '34'}]}"));
  }

  @Test
  void metric_asksTheProjectsHost_withTheAdaptersQuery() throws Exception {
    sls.rows("Complete", "[{'value':'1'}]");
    client.items(QPS, SELECTOR);

    long now = NOW.getEpochSecond();
    StubSls.Asked asked = sls.asked().get(0);
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.url())
        .isEqualTo(
            "http://k8s-log-c1.cn-hangzhou-intranet.log.aliyuncs.com/logstores/nginx-ingress");
    assertThat(asked.parameters())
        .isEqualTo(
            Map.of(
                "type", "log",
                "from", "" + (now - 100),
                "to", "" + (now - 10),
                "line", "100",
                "offset", "0",
                "reverse", "false",
                "query",
                    "* and proxy_upstream_name: default-bert-8501 | SELECT count(1) / 15 as value"
                        + " from log WHERE __time__ >= "
                        + (now - 25)
                        + "  and __time__ < "
                        + (now - 10)));
    assertThat(asked.rawQuery()).contains("query=%2A+and+proxy_upstream_name%3A+default-bert");
  }

  @Test
  void metric_isSigned_byVersion1() throws Exception {
    sls.rows("Complete", "[{'value':'1'}]");
    client.items(QPS, SELECTOR);

    StubSls.Asked asked = sls.asked().get(0);
    Map<String, String> p = asked.parameters();
    String text =
        "GET\n\n\nFri, 02 Jan 2026 03:04:05 GMT\nx-log-apiversion:0.6.0\nx-log-bodyrawsize:0\n"
            + "x-log-signaturemethod:hmac-sha1\n/logstores/nginx-ingress?from=%s&line=100&offset=0"
                .formatted(p.get("from"))
            + "&query=%s&reverse=false&to=%s&type=log".formatted(p.get("query"), p.get("to"));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec("topsecret".getBytes(UTF_8), "HmacSHA1"));
    assertThat(asked.headers())
        .containsEntry("date", "Fri, 02 Jan 2026 03:04:05 GMT")
        .containsEntry("x-log-signaturemethod", "hmac-sha1")
        .containsEntry("x-log-apiversion", "0.6.0")
        .containsEntry(
            "authorization",
            "LOG id:" + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8))));
  }

  @Test
  void metric_asksThePublicHost_whenTheLabelSaysSo() throws Exception {
    sls.rows("Complete", "[{'value':'1'}]");
    client.items(QPS, SELECTOR + ",sls.internal.endpoint=false");

    assertThat(sls.asked().get(0).url())
        .startsWith("http://k8s-log-c1.cn-hangzhou.log.aliyuncs.com/");
  }

  @Test
  void metric_hasTheBuildersWindow_whenNoLabelSetsIt() throws Exception {
    sls.rows("Complete", "[{'value':'1'}]");
    try (MetricsAdapter quick =
        MetricsAdapter.builder()
            .tls(tls)
            .sls(sls.uri())
            .accessKey("id", "topsecret")
            .defaultInterval(Duration.ofSeconds(4))
            .defaultDelay(Duration.ofSeconds(1))
            .clock(() -> NOW)
            .start()) {
      AdapterClient quickClient = new AdapterClient(quick, tls);
      quickClient.items(QPS, SELECTOR);
      quickClient.items(QPS, SELECTOR + ",sls.query.interval=4,sls.query.delay=2");
    }
    long now = NOW.getEpochSecond();
    assertThat(sls.asked())
        .extracting(a -> a.parameters().get("query"))
        .satisfiesExactly(
            q ->
                assertThat(q)
                    .contains("count(1) / 4 ", ">= " + (now - 5) + " ")
                    .endsWith("< " + (now - 1)),
            q ->
                assertThat(q)
                    .contains("count(1) / 15 ", ">= " + (now - 17) + " ")
                    .endsWith("< " + (now - 2)));
  }

  @Test
  void metric_hasNoItems_whenThereIsNoLogAtAll() throws Exception {
    sls.rows("Complete", "[]");
    assertThat(client.items(QPS, SELECTOR)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{'value':'0'}]", "[{'value':'null'}]", "[{'value':null}]", "[{}]"})
  void metric_isZero_whenTheRowHoldsNothing(String rows) throws Exception {
    sls.rows("Complete", rows);
    assertThat(values(client.items("sls_ingress_latency_avg", SELECTOR))).isEqualTo("0");
  }

  @Test
  void metric_isAskedAgain_whileTheAnswerIsNotComplete() throws Exception {
    sls.rows("Incomplete", "[{'value':'1'}]")
        .rows("Incomplete", "[{'value':'2'}]")
        .rows("Complete", "[{'value':'3'}]");

    assertThat(values(client.items(QPS, SELECTOR))).isEqualTo("3");
    assertThat(sls.asked())
        .hasSize(3)
        .extracting(StubSls.Asked::rawQuery)
        .containsOnly(sls.asked().get(0).rawQuery());
  }

  @ParameterizedTest
  @CsvSource({"'',5", "',sls.query.max_retry=2',2"})
  void metric_isAnError_whenTheAnswerStaysIncomplete(String label, int times) throws Exception {
    sls.rows("Incomplete", "[{'value':'1'}]");

    JsonObject status = failure(client.metric(QPS, SELECTOR + label), 500);
    assertThat(status.get("message").getAsString())
        .contains("not complete after " + times + " attempts");
    assertThat(sls.asked()).hasSize(times);
  }

  @Test
  void metric_namesSlsError_andNoSecret() throws Exception {
    sls.answer(
        403,
        "{'errorCode':'Unauthorized','errorMessage':'no right to k8s-log-c1'}",
        Map.of("x-log-requestid", "1"));

    HttpResponse<String> response = client.metric(QPS, SELECTOR);
    assertThat(failure(response, 500).get("message").getAsString())
        .isEqualTo(
            "sls refused the query of k8s-log-c1/nginx-ingress: 403 Unauthorized:"
                + " no right to k8s-log-c1");
    assertThat(response.body()).doesNotContain("topsecret");
    assertThat(sls.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|[{'value':'1'}]|false|without the header X-Log-Progress",
        "200|[{'value':|true|cannot be read",
        "200|{'value':'1'}|true|cannot be read",
        "200|[{'value':'1.2.3'}]|true|expected: a number",
        "502|<html>Bad Gateway</html>|false|cannot be read, with status 502",
        "500|{}|false|500 ?: ?",
      })
  void metric_isAnError_whenTheAnswerCannotBeRead(
      int status, String body, boolean headers, String message) throws Exception {
    sls.answer(
        status,
        body,
        headers ? Map.of("X-Log-Progress", "Complete", "X-Log-Count", "1") : Map.of());

    assertThat(failure(client.metric(QPS, SELECTOR), 500).get("message").getAsString())
        .contains(message);
  }

  @Test
  void metric_isAnError_whenSlsIsAway() throws Exception {
    sls.close();
    assertThat(failure(client.metric(QPS, SELECTOR), 500).get("message").getAsString())
        .startsWith("sls did not answer at k8s-log-c1.cn-hangzhou-intranet.log.aliyuncs.com");
  }

  @Test
  void metric_isNotFound_whenUnknown() throws Exception {
    JsonObject status = failure(client.metric("sls_ingress_nothing", SELECTOR), 404);
    assertThat(status.get("reason").getAsString()).isEqualTo("NotFound");
    assertThat(sls.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sls.project=k8s-log-c1", STORE + ",sls.query.delay=x", "a=b=c"})
  void metric_isABadRequest_whenLabelsAreMissingOrWrong(String selector) throws Exception {
    JsonObject status = failure(client.metric(QPS, selector), 400);
    assertThat(status.get("reason").getAsString()).isEqualTo("BadRequest");
    assertThat(sls.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/openapi/v2",
        "/openapi/v3",
        "/apis/other",
        AdapterClient.API + "/namespaces/default",
        AdapterClient.API + "/nodes/default/" + QPS,
        AdapterClient.API + "/namespaces/default/" + QPS + "/more"
      })
  void path_isNotFound_whenItIsNone(String path) throws Exception {
    failure(client.send("GET", path), 404);
  }

  @Test
  void method_isNotAllowed_whenItIsNotGet() throws Exception {
    failure(client.send("DELETE", AdapterClient.API), 405);
  }

  @Test
  void faults_strikeTheAdapter_andAreWordedAsKubernetesDoes() throws Exception {
    sls.rows("Complete", "[{'value':'7'}]");
    adapter.faults().next(1).status(503);

    failure(client.metric(QPS, SELECTOR), 503);
    assertThat(values(client.items(QPS, SELECTOR))).isEqualTo("7");
  }

  private static JsonObject failure(HttpResponse<String> response, int code) {
    JsonObject status = AdapterClient.json(response);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
    assertThat(status.get("kind").getAsString()).isEqualTo("Status");
    assertThat(status.get("apiVersion").getAsString()).isEqualTo("v1");
    assertThat(status.get("status").getAsString()).isEqualTo("Failure");
    assertThat(status.get("code").getAsInt()).isEqualTo(code);
    return status;
  }

  private static String values(JsonArray items) {
    StringBuilder text = new StringBuilder();
    for (JsonElement item : items) {
      text.append(item.getAsJsonObject().get("value").getAsString());
    }
    return text.toString();
  }
}
