package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssException;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Sends answers that fit into memory. */
final class Answers {

  private static final HttpString REQUEST_ID = new HttpString("x-oss-request-id");
  private static final HttpString ERROR = new HttpString("x-oss-err");
  private static final HttpString ERROR_CODE = new HttpString("x-oss-ec");
  private static final String XML = "application/xml";

  private Answers() {}

  /** Sets the headers that every answer has. */
  static void begin(HttpServerExchange exchange, String requestId) {
    exchange.getResponseHeaders().put(Headers.SERVER, "AliyunOSS");
    exchange.getResponseHeaders().put(REQUEST_ID, requestId);
  }

  static void empty(HttpServerExchange exchange, int status) {
    exchange.setStatusCode(status);
    exchange.endExchange();
  }

  static void xml(HttpServerExchange exchange, Xml document) {
    send(exchange, 200, document.bytes());
  }

  /** Sends an error; where no body may follow, OSS puts it into a header. */
  static void error(HttpServerExchange exchange, String requestId, OssException error) {
    error.ec().ifPresent(ec -> exchange.getResponseHeaders().put(ERROR_CODE, ec));
    byte[] body = body(error, requestId, OssRequest.host(exchange));
    if (error.status() == 304) {
      empty(exchange, 304);
    } else if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.getResponseHeaders().put(ERROR, Base64.getEncoder().encodeToString(body));
      empty(exchange, error.status());
    } else {
      send(exchange, error.status(), body);
    }
  }

  private static void send(HttpServerExchange exchange, int status, byte[] body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, XML);
    exchange.setResponseContentLength(body.length);
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }

  private static byte[] body(OssException error, String requestId, String host) {
    Xml xml =
        Xml.document("Error")
            .element("Code", error.code())
            .element("Message", error.text())
            .element("RequestId", requestId)
            .element("HostId", host);
    error.details().forEach(detail -> xml.element(detail.name(), detail.value()));
    error
        .ec()
        .ifPresent(
            ec ->
                xml.element("EC", ec)
                    .element("RecommendDoc", "https://api.aliyun.com/troubleshoot?q=" + ec));
    return xml.bytes();
  }
}
