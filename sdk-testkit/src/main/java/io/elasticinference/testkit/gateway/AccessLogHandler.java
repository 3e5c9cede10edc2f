package io.elasticinference.testkit.gateway;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Has every request end in the access log, whatever becomes of it. */
final class AccessLogHandler implements HttpHandler {

  private static final HttpString REQUEST_ID = new HttpString("X-Request-ID");

  private final AccessLog log;
  private final long maxBodyBytes;
  private final HttpHandler next;

  AccessLogHandler(AccessLog log, long maxBodyBytes, HttpHandler next) {
    this.log = log;
    this.maxBodyBytes = maxBodyBytes;
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Visit visit = new Visit(requestId(exchange.getRequestHeaders().getFirst(REQUEST_ID)));
    exchange.putAttachment(Visit.KEY, visit);
    log.begin(visit);
    exchange.addExchangeCompleteListener(
        (ended, others) -> {
          log.end(visit, new AccessLogEntry(ended, visit));
          others.proceed();
        });
    if (exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING)) {
      exchange.addRequestWrapper(
          (body, counted) -> new CountingConduit(body.create(), maxBodyBytes, visit::countBody));
    }
    next.handleRequest(exchange);
  }

  private static String requestId(@Nullable String given) {
    if (given != null && given.matches("[\\w.-]{1,128}")) {
      return given;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }
}
