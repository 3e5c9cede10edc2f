package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.auth.Authenticator;
import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssException;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/** Answers requests of the OSS protocol, each in a thread that may block. */
public final class OssHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(OssHandler.class);

  private final Authenticator authenticator;
  private final Router router;

  public OssHandler(Authenticator authenticator, Store store, String region, Clock clock) {
    this.authenticator = authenticator;
    this.router = new Router(store, region, clock);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (exchange.isInIoThread()) {
      exchange.dispatch(this);
      return;
    }
    String id = OssRequest.newId();
    Answers.begin(exchange, id);
    try {
      OssRequest request = OssRequest.of(exchange, id);
      authenticator.check(request);
      router.route(request);
    } catch (OssException e) {
      fail(exchange, id, e);
    } catch (IOException e) {
      // A client that went away, or a disk that is full: neither can be told apart or answered.
      LOG.warn("{} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      fail(exchange, id, OssErrors.internalError());
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      fail(exchange, id, OssErrors.internalError());
    }
  }

  /** Answers an injected status as OSS would word it. */
  public static void injected(HttpServerExchange exchange, int status) {
    String id = OssRequest.newId();
    Answers.begin(exchange, id);
    Answers.error(exchange, id, OssErrors.injected(status));
  }

  private static void fail(HttpServerExchange exchange, String id, OssException error) {
    if (exchange.isResponseStarted()) {
      IoUtils.safeClose(exchange.getConnection());
    } else {
      Answers.error(exchange, id, error);
    }
  }
}
