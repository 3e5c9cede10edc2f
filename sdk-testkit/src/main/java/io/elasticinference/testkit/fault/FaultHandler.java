package io.elasticinference.testkit.fault;

import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.Options;

/**
 * Lets a server part's {@link Faults} strike the requests on their way to the part's own handler.
 * Late requests hold no thread. Put it outermost, before any blocking handler.
 */
public final class FaultHandler implements HttpHandler {

  private final Faults faults;
  private final HttpHandler next;
  private final ErrorAnswer errors;

  /**
   * Wraps a handler; injected statuses are worded as plain text.
   *
   * @param faults the faults to apply
   * @param next the handler of the requests that come through
   */
  public FaultHandler(Faults faults, HttpHandler next) {
    this(faults, next, ErrorAnswer.plainText());
  }

  /**
   * Wraps a handler.
   *
   * @param faults the faults to apply
   * @param next the handler of the requests that come through
   * @param errors the wording of injected statuses
   */
  public FaultHandler(Faults faults, HttpHandler next, ErrorAnswer errors) {
    this.faults = faults;
    this.next = next;
    this.errors = errors;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Verdict verdict =
        faults.strike(
            new Request(
                exchange.getRequestMethod().toString(),
                rawPath(exchange),
                exchange.getQueryString(),
                exchange.getRequestHeaders().contains(Headers.HOST)
                    ? exchange.getRequestHeaders().getFirst(Headers.HOST)
                    : ""));
    if (verdict.delay().isZero()) {
      apply(verdict.effect(), exchange);
    } else {
      later(verdict.delay(), exchange, held -> apply(verdict.effect(), held));
    }
  }

  private void apply(@Nullable Effect effect, HttpServerExchange exchange) throws Exception {
    if (effect instanceof Effect.Status status) {
      answer(status, exchange);
    } else if (effect instanceof Effect.Reset) {
      reset(exchange);
    } else {
      if (effect instanceof Effect.Truncate cut) {
        exchange.addResponseWrapper(
            (factory, struck) ->
                new TruncatingConduit(factory.create(), struck.getConnection(), cut.bytes()));
      }
      next.handleRequest(exchange);
    }
  }

  private void answer(Effect.Status status, HttpServerExchange exchange) {
    exchange.setStatusCode(status.code());
    Duration retryAfter = status.retryAfter();
    if (retryAfter != null) {
      long seconds = retryAfter.plusNanos(999_999_999).toSeconds();
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
    }
    errors.send(exchange, status.code());
  }

  private static void later(Duration delay, HttpServerExchange exchange, HttpHandler then) {
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () ->
            exchange
                .getIoThread()
                .executeAfter(
                    () -> Connectors.executeRootHandler(then, exchange),
                    delay.toNanos(),
                    TimeUnit.NANOSECONDS));
  }

  /** Closes with SO_LINGER zero, which makes the kernel send RST in place of FIN. */
  private static void reset(HttpServerExchange exchange) {
    try {
      exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      throw new UncheckedIOException("The connection could not be set to be reset", e);
    } finally {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** The request URI is the raw path, or the whole URL when the server is used as a proxy. */
  private static String rawPath(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int authority = uri.indexOf("://") + 3;
    int path = uri.indexOf('/', authority);
    return path < 0 ? "/" : uri.substring(path);
  }
}
