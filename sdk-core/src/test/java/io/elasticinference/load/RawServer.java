package io.elasticinference.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers by hand, so that it can answer wrongly. */
final class RawServer implements AutoCloseable {
  /** Answers one request that has been read. */
  interface Handler {
    /** Returns false to end the connection. */
    boolean answer(String head, Socket socket, OutputStream out) throws Exception;
  }

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  final AtomicInteger accepted = new AtomicInteger();
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "raw-server");
            thread.setDaemon(true);
            return thread;
          });

  RawServer(Handler handler) throws IOException {
    server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    threads.execute(() -> acceptAll(handler));
  }

  LoadTarget target() {
    return new LoadTarget("127.0.0.1", server.getLocalPort(), "/", "test.example.com", false);
  }

  private void acceptAll(Handler handler) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        threads.execute(() -> serve(socket, handler));
      } catch (IOException e) {
        // Closed: the loop's condition says so.
      }
    }
  }

  private void serve(Socket socket, Handler handler) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head;
      while ((head = readRequest(in)) != null
          && handler.answer(head, socket, socket.getOutputStream())) {
        socket.getOutputStream().flush();
      }
    } catch (Exception e) {
      // The connection ends; what that means is for the test to say.
    } finally {
      sockets.remove(socket);
    }
  }

  private static @Nullable String readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.append((char) b);
    }
    String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
    int at = lower.indexOf("content-length: ");
    if (at >= 0) {
      int length = Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
      head.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }
    return head.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Nobody listens any more, and all connections are reset. */
  void die() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (SocketException e) {
        // Its own thread was faster in closing it.
      }
    }
  }

  int openSockets() {
    return sockets.size();
  }

  @Override
  public void close() throws IOException {
    die();
    threads.shutdownNow();
  }
}
