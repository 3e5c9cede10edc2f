package io.elasticinference.testkit.node;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RenegotiationRequiredException;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** The kubelets' HTTPS endpoint, which the API server asks for the logs of containers. */
final class KubeletServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubeletServer.class);
  private static final String LOGS = "/containerLogs/";
  private static final String API_SERVER = "CN=kube-apiserver-kubelet-client";

  /** Finds a container's log. */
  interface Logs {
    Optional<ContainerLog> find(String namespace, String pod, String container, boolean previous);
  }

  private static final int FOLLOW_MILLIS = 1_000;

  private final Undertow undertow;
  private final ExecutorService followers;

  private KubeletServer(Undertow undertow, ExecutorService followers) {
    this.undertow = undertow;
    this.followers = followers;
  }

  static KubeletServer start(SSLContext tls, Logs logs) {
    ExecutorService followers =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "kubelet-log");
              thread.setDaemon(true);
              return thread;
            });
    Undertow undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            .addHttpsListener(0, "127.0.0.1", tls, exchange -> handle(exchange, logs, followers))
            .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUIRED)
            .build();
    undertow.start();
    return new KubeletServer(undertow, followers);
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    followers.shutdownNow();
    undertow.stop();
  }

  private static void handle(HttpServerExchange exchange, Logs logs, ExecutorService followers) {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (!isApiServer(exchange)) {
      exchange.setStatusCode(403).getResponseSender().send("only the API server may ask\n");
      return;
    }
    String path = exchange.getRequestPath();
    String[] parts =
        path.startsWith(LOGS) ? path.substring(LOGS.length()).split("/", -1) : new String[0];
    if (parts.length != 3) {
      exchange.setStatusCode(404).getResponseSender().send("not played by the local cloud\n");
      return;
    }
    boolean previous = Boolean.parseBoolean(parameter(exchange, "previous").orElse("false"));
    Optional<ContainerLog> log = logs.find(parts[0], parts[1], parts[2], previous);
    if (log.isEmpty()) {
      String which =
          (previous ? "previous terminated " : "")
              + "container \""
              + parts[2]
              + "\" in pod \""
              + parts[1]
              + "\"";
      exchange.setStatusCode(404).getResponseSender().send(which + " not found\n");
      return;
    }
    if (Boolean.parseBoolean(parameter(exchange, "follow").orElse("false"))) {
      exchange.dispatch(followers, () -> follow(exchange, log.get()));
      return;
    }
    exchange.getResponseSender().send(text(exchange, log.get()));
  }

  /** Sends what is there, and what comes, until the container has ended or nobody listens. */
  private static void follow(HttpServerExchange exchange, ContainerLog log) {
    exchange.startBlocking();
    long next = Math.max(0, log.next() - tailLines(exchange));
    try (OutputStream out = exchange.getOutputStream()) {
      boolean ended = false;
      while (!ended && exchange.getConnection().isOpen()) {
        ContainerLog.Part part = log.await(next, FOLLOW_MILLIS);
        out.write(text(exchange, part.lines()).getBytes(StandardCharsets.UTF_8));
        out.flush();
        next = part.next();
        ended = part.ended();
      }
    } catch (IOException e) {
      LOG.debug("Who followed a log is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.endExchange();
    }
  }

  private static int tailLines(HttpServerExchange exchange) {
    return parameter(exchange, "tailLines")
        .filter(n -> n.matches("\\d{1,9}"))
        .map(Integer::valueOf)
        .orElse(Integer.MAX_VALUE);
  }

  private static String text(HttpServerExchange exchange, ContainerLog log) {
    return text(exchange, log.tail(tailLines(exchange)));
  }

  private static String text(HttpServerExchange exchange, List<ContainerLog.Line> lines) {
    boolean times = Boolean.parseBoolean(parameter(exchange, "timestamps").orElse("false"));
    StringBuilder text = new StringBuilder();
    for (ContainerLog.Line line : lines) {
      if (times) {
        text.append(line.time()).append(' ');
      }
      text.append(line.text()).append('\n');
    }
    return text.toString();
  }

  private static Optional<String> parameter(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null ? Optional.empty() : Optional.ofNullable(values.peekFirst());
  }

  private static boolean isApiServer(HttpServerExchange exchange) {
    try {
      var session = exchange.getConnection().getSslSessionInfo();
      return session != null
          && session.getPeerCertificates()[0] instanceof X509Certificate certificate
          && certificate.getSubjectX500Principal().getName().equals(API_SERVER);
    } catch (SSLPeerUnverifiedException | RenegotiationRequiredException e) {
      return false;
    }
  }
}
