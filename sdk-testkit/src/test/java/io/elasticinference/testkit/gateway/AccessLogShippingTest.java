package io.elasticinference.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.testkit.sls.SlsServer;
import io.elasticinference.testkit.sls.internal.client.SlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The access log reaches the log service, also over faults. */
class AccessLogShippingTest {

  private static final ServicePort SERVICE = new ServicePort("default", "bert", 8501);

  private SlsServer sls;
  private IngressGateway gateway;
  private Pod pod;

  @BeforeEach
  void start() {
    sls = SlsServer.builder().accessKey("id", "secret").start();
    sls.createProject("k8s-log-c1");
    sls.createLogstore("k8s-log-c1", "nginx-ingress");
    pod = Pod.saying("x");
    gateway =
        IngressGateway.builder()
            .logTo(sls.uri(), "id", "secret", "k8s-log-c1", "nginx-ingress")
            .start();
    gateway.routes().update(List.of(IngressRule.of("", "/", PathType.PREFIX, SERVICE)));
    gateway.routes().endpoints(SERVICE, List.of(pod.upstream()));
  }

  @AfterEach
  void stop() {
    gateway.close();
    pod.close();
    sls.close();
  }

  private void requests(int count) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(
                ProxySelector.of(
                    new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), gateway.uri().getPort())))
            .build();
    for (int i = 0; i < count; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://test.example.com/" + i)).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private int count() throws IOException, InterruptedException {
    SlsClient client = new SlsClient(sls.uri(), "cn-beijing.log.aliyuncs.com", "id", "secret");
    SlsClient.Logs logs =
        client.getLogs(
            "k8s-log-c1",
            "nginx-ingress",
            1,
            4_000_000_000L,
            "* and proxy_upstream_name: default-bert-8501 and status: 200"
                + " | select count(1) as n, count(distinct req_id) as ids, avg(request_time) as t");
    if (logs.rows().isEmpty()) {
      return 0;
    }
    assertThat(logs.rows().get(0).getAsJsonObject().get("ids"))
        .isEqualTo(logs.rows().get(0).getAsJsonObject().get("n"));
    return logs.rows().get(0).getAsJsonObject().get("n").getAsInt();
  }

  @Test
  void rows_arriveByThemselves() throws Exception {
    requests(25);
    await().atMost(Duration.ofSeconds(5)).until(() -> count() == 25);
  }

  @Test
  void rows_arriveOnce_whenTheServiceFailsForAWhile() throws Exception {
    sls.faults().next(2).when(r -> r.path().endsWith("/shards/lb")).status(503);
    sls.faults().next(1).when(r -> r.path().endsWith("/shards/lb")).reset();
    requests(10);
    gateway.flushAccessLog(Duration.ofSeconds(10));
    assertThat(count()).isEqualTo(10);
  }

  @Test
  void rows_areWritten_whenTheGatewayCloses() throws Exception {
    requests(10);
    gateway.close();
    assertThat(count()).isEqualTo(10);
  }
}
