package io.elasticinference.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the gateway makes of bodies, headers and paths, as Nginx would. */
class GatewayHttpTest extends GatewayScene {

  @Test
  void bodies_areStreamedWhole_bothWays_chunkedAndNot() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  byte[] body = exchange.getInputStream().readAllBytes();
                  exchange
                      .getResponseHeaders()
                      .put(
                          new HttpString("X-Encoding"),
                          exchange.getRequestHeaders().contains(Headers.CONTENT_LENGTH)
                              ? "length"
                              : "chunked");
                  if (exchange.getQueryString().equals("length")) {
                    exchange.setResponseContentLength(body.length);
                  }
                  exchange.getOutputStream().write(body);
                })));
    byte[] body = new byte[5_000_000];
    new Random(5).nextBytes(body);
    for (String answer : List.of("?length", "")) {
      HttpRequest whole = request("/" + answer).POST(BodyPublishers.ofByteArray(body)).build();
      HttpResponse<byte[]> one = client.send(whole, BodyHandlers.ofByteArray());
      assertThat(one.headers().firstValue("X-Encoding")).contains("length");
      assertThat(one.body()).isEqualTo(body);
      HttpRequest chunked =
          request("/" + answer)
              .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build();
      HttpResponse<byte[]> two = client.send(chunked, BodyHandlers.ofByteArray());
      assertThat(two.headers().firstValue("X-Encoding")).contains("chunked");
      assertThat(two.body()).isEqualTo(body);
    }
    for (Map<String, String> row : rows(4)) {
      assertThat(row).containsEntry("body_bytes_sent", "5000000");
      assertThat(Long.parseLong(row.get("request_length"))).isBetween(5_000_000L, 5_001_000L);
    }
  }

  @Test
  void answers_withoutBody_arePassedOn() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  exchange.setStatusCode(Integer.parseInt(exchange.getQueryString()));
                  exchange.getResponseHeaders().put(Headers.ETAG, "\"e\"");
                })));
    for (int status : new int[] {204, 304, 200}) {
      HttpResponse<String> answer = get("/?" + status);
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("ETag")).contains("\"e\"");
      assertThat(answer.body()).isEmpty();
      HttpRequest head = request("/?" + status).method("HEAD", BodyPublishers.noBody()).build();
      assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }
  }

  @Test
  void expect100_isAnswered_beforeTheBody() throws Exception {
    ready(
        pod(
            new Pod(
                exchange ->
                    exchange.getOutputStream().write(exchange.getInputStream().readAllBytes()))));
    HttpRequest post =
        request("/").expectContinue(true).POST(BodyPublishers.ofString("body")).build();
    assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("body");
  }

  @Test
  void headers_areThoseOfNginx_andTheClientCannotForgeThem() throws Exception {
    ready(
        pod(
            new Pod(
                exchange -> {
                  StringBuilder text = new StringBuilder();
                  exchange
                      .getRequestHeaders()
                      .forEach(
                          v ->
                              text.append(v.getHeaderName())
                                  .append(": ")
                                  .append(String.join(",", v))
                                  .append('\n'));
                  exchange.getResponseHeaders().put(new HttpString("Keep-Alive"), "timeout=1");
                  exchange.getResponseSender().send(text.toString());
                })));
    String answer =
        raw(
            """
            GET / HTTP/1.1
            Host: test.example.com:8080
            X-Forwarded-For: 6.6.6.6
            X-Real-IP: 6.6.6.6
            Proxy-Connection: x
            TE: trailers
            X-Mine: kept
            Connection: close

            """);
    assertThat(answer)
        .contains(
            "Host: test.example.com:8080\n",
            "X-Forwarded-For: 127.0.0.1\n",
            "X-Real-IP: 127.0.0.1\n",
            "X-Forwarded-Host: test.example.com:8080\n",
            "X-Forwarded-Port: 8080\n",
            "X-Forwarded-Proto: http\n",
            "X-Mine: kept\n")
        .containsPattern("X-Request-ID: [0-9a-f]{32}\n")
        .doesNotContain("6.6.6.6", "Proxy-Connection", "TE:");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("keep-alive: timeout");
  }

  @Test
  void path_cannotEscapeItsPrefix() throws Exception {
    gateway
        .routes()
        .update(List.of(IngressRule.of("test.example.com", "/open", PathType.PREFIX, SERVICE)));
    ready(pod(Pod.saying("x")));
    assertThat(raw("GET /open/../secret HTTP/1.1\nHost: test.example.com\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 404");
    assertThat(raw("GET /secret/../open HTTP/1.1\nHost: test.example.com\nConnection: close\n\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void body_isRefused413_whenItIsTooLarge() throws Exception {
    ready(
        pod(
            new Pod(
                exchange ->
                    exchange.getOutputStream().write(exchange.getInputStream().readAllBytes()))));
    String head =
        "POST / HTTP/1.1\nHost: test.example.com\nContent-Length: 20971521\nConnection: close\n\n";
    assertThat(raw(head)).startsWith("HTTP/1.1 413");
    HttpRequest chunked =
        request("/")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[21 << 20])))
            .build();
    assertThatThrownBy(() -> check413(client.send(chunked, BodyHandlers.ofString())))
        .isInstanceOfAny(IOException.class, IllegalStateException.class);
    assertThat(rows(2)).extracting(row -> row.get("status")).containsExactly("413", "413");
  }

  /** A client that still writes may find the connection closed before it reads the answer. */
  private static void check413(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(413);
    throw new IllegalStateException("refused as expected");
  }
}
