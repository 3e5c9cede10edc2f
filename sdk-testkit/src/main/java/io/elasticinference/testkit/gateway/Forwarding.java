package io.elasticinference.testkit.gateway;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * One request on its way to a pod and back. A pod that cannot be connected to, or that fails before
 * it has answered a request that may be repeated, is followed by the next one, three in all ({@code
 * proxy_next_upstream error timeout}, {@code proxy_next_upstream_tries 3}); then the client gets
 * 502, and 504 when time ran out. Confined to the request's I/O thread.
 */
final class Forwarding implements Runnable, ProxyCallback<ProxyConnection> {

  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
  private static final int TRIES = 3;
  private static final Set<HttpString> REPEATABLE =
      Set.of(
          Methods.GET, Methods.HEAD, Methods.PUT, Methods.DELETE, Methods.OPTIONS, Methods.TRACE);

  private final HttpServerExchange exchange;
  private final Visit visit;
  private final UpstreamGroup group;
  private final UpstreamPools pools;
  private final Duration timeout;
  private Visit.Attempt attempt;
  private XnioExecutor.@Nullable Key timer;

  Forwarding(
      HttpServerExchange exchange,
      Visit visit,
      UpstreamGroup group,
      UpstreamPools pools,
      Duration timeout) {
    this.exchange = exchange;
    this.visit = visit;
    this.group = group;
    this.pools = pools;
    this.timeout = timeout;
    this.attempt = visit.attempt(group.next());
  }

  @Override
  public void run() {
    pools.connect(attempt.upstream(), exchange, this);
  }

  @Override
  public void completed(HttpServerExchange connected, ProxyConnection connection) {
    boolean repeatable =
        exchange.isRequestComplete() && REPEATABLE.contains(exchange.getRequestMethod());
    Answering answering = new Answering(attempt, connection.getConnection(), repeatable);
    timer =
        exchange
            .getIoThread()
            .executeAfter(answering::timeOut, timeout.toMillis(), TimeUnit.MILLISECONDS);
    exchange.addExchangeCompleteListener(answering::dropUnlessSent);
    connection.getConnection().sendRequest(RequestHead.of(exchange, visit), answering);
  }

  @Override
  public void failed(HttpServerExchange unconnected) {
    if (attempt.end(502)) {
      next(true, 502);
    }
  }

  @Override
  public void couldNotResolveBackend(HttpServerExchange unconnected) {
    failed(unconnected);
  }

  @Override
  public void queuedRequestFailed(HttpServerExchange unconnected) {
    failed(unconnected);
  }

  private void next(boolean repeatable, int otherwise) {
    stopTimer();
    if (exchange.isResponseStarted()) {
      IoUtils.safeClose(exchange.getConnection());
    } else if (repeatable && visit.attempts().size() < TRIES) {
      attempt = visit.attempt(group.next());
      run();
    } else {
      ErrorPages.send(exchange, otherwise);
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.remove();
      timer = null;
    }
  }

  /** The request that was sent to a pod; the answer that is awaited. */
  private final class Answering implements ClientCallback<ClientExchange>, Relay.Ending {

    private final Visit.Attempt mine;
    private final ClientConnection connection;
    private final boolean repeatable;
    private boolean sent;

    Answering(Visit.Attempt mine, ClientConnection connection, boolean repeatable) {
      this.mine = mine;
      this.connection = connection;
      this.repeatable = repeatable;
    }

    @Override
    public void completed(ClientExchange started) {
      started.setResponseListener(new Answered());
      Relay.body(
          exchange.getRequestChannel(),
          started.getRequestChannel(),
          exchange.getConnection().getByteBufferPool(),
          this);
    }

    /** A pod that has answered before it had the whole request is of no use for another. */
    private void dropUnlessSent(
        HttpServerExchange ended, ExchangeCompletionListener.NextListener others) {
      if (!sent) {
        IoUtils.safeClose(connection);
      }
      others.proceed();
    }

    @Override
    public void finished() {
      sent = true;
    }

    @Override
    public void failed(IOException e) {
      if (mine.end(502)) {
        LOG.debug("{} did not answer", mine.upstream().name(), e);
        IoUtils.safeClose(connection);
        next(repeatable, 502);
      }
    }

    @Override
    public void sinkFailed(IOException e) {
      failed(e);
    }

    /** The client's body was too large, or did not come to its end. */
    @Override
    public void sourceFailed(IOException e) {
      boolean tooLarge = e instanceof CountingConduit.TooLargeException;
      boolean first = mine.end(tooLarge ? 413 : 499);
      IoUtils.safeClose(connection);
      if (first && tooLarge) {
        next(false, 413);
      } else {
        stopTimer();
        IoUtils.safeClose(exchange.getConnection());
      }
    }

    private void timeOut() {
      if (mine.end(504)) {
        IoUtils.safeClose(connection);
        next(false, 504);
      }
    }

    /** The answer, from its head on. */
    private final class Answered implements ClientCallback<ClientExchange>, Relay.Ending {

      @Override
      public void completed(ClientExchange answered) {
        int status = answered.getResponse().getResponseCode();
        if (!mine.end(status)) {
          return;
        }
        stopTimer();
        exchange.setStatusCode(status);
        RequestHead.copy(
            answered.getResponse().getResponseHeaders(), exchange.getResponseHeaders());
        Relay.body(
            answered.getResponseChannel(),
            exchange.getResponseChannel(),
            exchange.getConnection().getByteBufferPool(),
            this);
      }

      @Override
      public void failed(IOException e) {
        Answering.this.failed(e);
      }

      @Override
      public void sourceFailed(IOException e) {
        LOG.debug("The answer of {} broke off", mine.upstream().name(), e);
        IoUtils.safeClose(connection);
        IoUtils.safeClose(exchange.getConnection());
      }

      @Override
      public void sinkFailed(IOException e) {
        sourceFailed(e);
      }

      @Override
      public void finished() {
        // The exchange ends by itself when its answer is written.
      }
    }
  }
}
