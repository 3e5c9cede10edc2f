package io.elasticinference.testkit.node;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RenegotiationRequiredException;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** The kubelets' HTTPS endpoint, which the API server asks for the logs of containers. */
final class KubeletServer implements AutoCloseable {
  private static final String LOGS = "/containerLogs/";
  private static final String API_SERVER = "CN=kube-apiserver-kubelet-client";

  /** Finds a container's log. */
  interface Logs {
    Optional<ContainerLog> find(String namespace, String pod, String container, boolean previous);
  }

  private final Undertow undertow;

  private KubeletServer(Undertow undertow) {
    this.undertow = undertow;
  }

  static KubeletServer start(SSLContext tls, Logs logs) {
    Undertow undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            .addHttpsListener(0, "127.0.0.1", tls, exchange -> handle(exchange, logs))
            .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUIRED)
            .build();
    undertow.start();
    return new KubeletServer(undertow);
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public void close() {
    undertow.stop();
  }

  private static void handle(HttpServerExchange exchange, Logs logs) {
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
    exchange.getResponseSender().send(text(exchange, log.get()));
  }

  private static String text(HttpServerExchange exchange, ContainerLog log) {
    int tail =
        parameter(exchange, "tailLines")
            .filter(n -> n.matches("\\d{1,9}"))
            .map(Integer::valueOf)
            .orElse(Integer.MAX_VALUE);
    boolean times = Boolean.parseBoolean(parameter(exchange, "timestamps").orElse("false"));
    List<ContainerLog.Line> lines = log.tail(tail);
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
