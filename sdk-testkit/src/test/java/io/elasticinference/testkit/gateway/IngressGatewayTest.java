package io.elasticinference.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.elasticinference.testkit.sls.LogIndex;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Which pod a request reaches, while routes change, and what the log says of it. */
class IngressGatewayTest extends GatewayScene {

  @Test
  void request_reachesAPodAndIsLogged() throws Exception {
    Pod pod = pod(Pod.saying("hello"));
    ready(pod);
    Instant before = Instant.now();
    String request =
        """
        GET /v1/models/m:predict?a=%20b HTTP/1.1
        Host: test.example.com:80
        User-Agent: curl/8
        Referer: http://r
        X-Request-ID: abc-1
        Connection: close

        """;
    String answer = raw(request);

    assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nhello");
    Map<String, String> row = rows(1).get(0);
    assertThat(row.keySet())
        .containsExactlyInAnyOrderElementsOf(LogIndex.nginxIngress().fields().keySet());
    assertThat(row)
        .containsEntry("client_ip", "127.0.0.1")
        .containsEntry("method", "GET")
        .containsEntry("url", "/v1/models/m:predict?a=%20b")
        .containsEntry("version", "HTTP/1.1")
        .containsEntry("status", "200")
        .containsEntry("body_bytes_sent", "5")
        .containsEntry("http_referer", "http://r")
        .containsEntry("http_user_agent", "curl/8")
        .containsEntry("request_length", String.valueOf(request.replace("\n", "\r\n").length()))
        .containsEntry("proxy_upstream_name", "default-bert-8501")
        .containsEntry("proxy_alternative_upstream_name", "")
        .containsEntry("upstream_addr", pod.upstream().name())
        .containsEntry("upstream_response_length", "5")
        .containsEntry("upstream_status", "200")
        .containsEntry("req_id", "abc-1")
        .containsEntry("host", "test.example.com");
    assertThat(row.get("time")).matches("\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    assertThat(row.get("request_time")).matches("\\d+\\.\\d{3}");
    assertThat(Double.parseDouble(row.get("upstream_response_time")))
        .isLessThanOrEqualTo(Double.parseDouble(row.get("request_time")) + 0.001);
    assertThat(log.get(0).time()).isBetween(before, Instant.now());
  }

  @Test
  void requestTime_isWhatThePodTakes() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  boolean never = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                  assertThat(never).isFalse();
                  exchange.getResponseSender().send("late");
                })));
    get("/");
    assertThat(Double.parseDouble(rows(1).get(0).get("request_time")))
        .isCloseTo(0.25, within(0.15));
    assertThat(Double.parseDouble(rows(1).get(0).get("upstream_response_time")))
        .isCloseTo(0.25, within(0.15));
  }

  @Test
  void request_isAnswered404_withoutARule() throws Exception {
    String answer = raw("GET / HTTP/1.1\nHost: other.example.com\nConnection: close\n\n");
    assertThat(answer).startsWith("HTTP/1.1 404").endsWith("default backend - 404");
    assertThat(rows(1).get(0))
        .containsEntry("status", "404")
        .containsEntry("proxy_upstream_name", "upstream-default-backend")
        .containsEntry("upstream_addr", "-");
  }

  @Test
  void request_isAnswered503_andLoggedUnderItsRoute_whenNoPodIsReady() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(rows(1).get(0))
        .containsEntry("status", "503")
        .containsEntry("proxy_upstream_name", "default-bert-8501")
        .containsEntry("upstream_status", "-");
  }

  @Test
  void pods_takeTurns() throws Exception {
    Pod one = pod(Pod.saying("1"));
    Pod two = pod(Pod.saying("2"));
    ready(one, two);
    for (int i = 0; i < 20; i++) {
      get("/");
    }
    assertThat(one.requests).hasValue(10);
    assertThat(two.requests).hasValue(10);
  }

  @Test
  void fault_isInjectedAndLogged() throws Exception {
    ready(pod(Pod.saying("x")));
    gateway.faults().next(1).status(503);
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(get("/").statusCode()).isEqualTo(200);
    assertThat(rows(2)).extracting(row -> row.get("status")).containsExactly("503", "200");
  }

  @Test
  void routes_changeWhileRequestsRun_andNoneFails() throws Exception {
    Pod one = pod(Pod.saying("1"));
    Pod two = pod(Pod.saying("2"));
    ready(one);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      answers.add(client.sendAsync(request("/").build(), BodyHandlers.ofString()));
      if (i % 20 == 0) {
        ready(i % 40 == 0 ? new Pod[] {one, two} : new Pod[] {two});
      }
      if (answers.size() % 16 == 0) {
        answers.get(answers.size() - 16).join();
      }
    }
    assertThat(answers.stream().map(a -> a.join().statusCode()).distinct().toList())
        .containsExactly(200);
    assertThat(rows(400)).hasSize(400);
  }

  @Test
  void reset_endsTheRequestInTheLogToo() throws Exception {
    ready(pod(Pod.saying("x")));
    gateway.faults().next(1).when(r -> r.path().equals("/reset")).reset();
    assertThatThrownBy(
            () ->
                client.send(
                    request("/reset").POST(BodyPublishers.ofString("{}")).build(),
                    BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
    gateway.flushAccessLog(Duration.ofSeconds(5));
    assertThat(rows(1).get(0)).containsEntry("status", "499").containsEntry("url", "/reset");
  }

  @Test
  void flush_waitsForRequestsThatHaveBegun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    ready(
        pod(
            new Pod(
                exchange -> {
                  begun.countDown();
                  held.await();
                  exchange.getResponseSender().send("x");
                })));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("/").build(), BodyHandlers.ofString());
    begun.await();
    assertThatThrownBy(() -> gateway.flushAccessLog(Duration.ofMillis(100)))
        .isInstanceOf(TimeoutException.class);
    held.countDown();
    gateway.flushAccessLog(Duration.ofSeconds(10));
    assertThat(log).hasSize(1);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void start_refuses_whenTheLogHasNoPlace() {
    assertThatThrownBy(() -> IngressGateway.builder().start()).hasMessageContaining("logTo");
  }
}
