package io.elasticinference.testkit.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** The gateway's own answers. */
final class ErrorPages {

  private ErrorPages() {}

  static void send(HttpServerExchange exchange, int status) {
    if (status == 404) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
      exchange.setStatusCode(status).getResponseSender().send("default backend - 404");
      return;
    }
    String title =
        status
            + switch (status) {
              case 413 -> " Request Entity Too Large";
              case 502 -> " Bad Gateway";
              case 503 -> " Service Temporarily Unavailable";
              case 504 -> " Gateway Time-out";
              default -> "";
            };
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html");
    exchange
        .setStatusCode(status)
        .getResponseSender()
        .send(
            "<html>\r\n<head><title>"
                + title
                + "</title></head>\r\n<body>\r\n<center><h1>"
                + title
                + "</h1></center>\r\n</body>\r\n</html>\r\n");
  }
}
