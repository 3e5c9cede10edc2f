package io.elasticinference.testkit;

import io.elasticinference.testkit.gateway.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays a Service of type ClusterIP, as kube-proxy does it: each connection goes to one of the pods
 * that are ready when it is made, in turn, and stays there. Without a pod it is reset.
 */
final class ServiceRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRelay.class);
  private static final int BUFFER = 64 * 1024;

  private final Supplier<List<Upstream>> pods;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  ServiceRelay(Supplier<List<Upstream>> pods) {
    this.pods = pods;
    try {
      listening = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("service-relay", this::accept);
  }

  String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        open.add(client);
        connect(client);
      } catch (IOException e) {
        LOG.debug("The relay takes no connection: {}", e.toString());
      }
    }
  }

  private void connect(Socket client) throws IOException {
    List<Upstream> ready = pods.get();
    if (ready.isEmpty()) {
      client.setSoLinger(true, 0);
      close(client);
      return;
    }
    Upstream pod = ready.get(Math.floorMod(connections.getAndIncrement(), ready.size()));
    Socket server = new Socket();
    open.add(server);
    try {
      server.connect(pod.address());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    } catch (IOException e) {
      close(client);
      close(server);
      throw e;
    }
    start("service-relay-there", () -> pump(client, server));
    start("service-relay-back", () -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
        out.write(buffer, 0, size);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side is gone, and so the other has to go.
      LOG.debug("A relayed connection ended: {}", e.toString());
      close(from);
      close(to);
    }
    if (from.isOutputShutdown() || to.isInputShutdown()) {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Closing failed; the socket is gone all the same", e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(this::close);
  }
}
