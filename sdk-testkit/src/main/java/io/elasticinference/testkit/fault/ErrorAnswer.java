package io.elasticinference.testkit.fault;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/**
 * How a server part words an injected error, so that its clients find the body that they expect.
 */
@FunctionalInterface
public interface ErrorAnswer {

  /**
   * Sends headers and body; the status and {@code Retry-After} are set already.
   *
   * @param exchange the exchange to answer, which this method ends
   * @param status the injected HTTP status
   */
  void send(HttpServerExchange exchange, int status);

  /**
   * Words an error as one line of plain text.
   *
   * @return the wording of a part that has no format of its own
   */
  static ErrorAnswer plainText() {
    return (exchange, status) -> {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
      exchange.getResponseSender().send("injected fault: " + status + "\n");
    };
  }
}
