package io.elasticinference.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A line to a server on this machine that bends bytes, or breaks, in the middle of what is sent.
 */
final class BadLink implements AutoCloseable {

  /** Far enough into a connection to be in a body, and near enough to be in the first one. */
  private static final int EACH = 300_000;

  /** What happens each time that a connection has sent so much. */
  enum Fault {
    BENDS,
    BREAKS
  }

  private final ServerSocket entrance;
  private final URI server;
  private final Fault fault;
  private final AtomicInteger times;
  private final AtomicInteger struck = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens one.
   *
   * @param times how often it strikes
   */
  BadLink(URI server, Fault fault, int times) throws IOException {
    this.server = server;
    this.fault = fault;
    this.times = new AtomicInteger(times);
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /** How often it struck. */
  int struck() {
    return struck.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket there = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(there);
        thread(() -> send(client, there));
        thread(() -> pass(there, client));
      }
    } catch (SocketException e) {
      return; // closed
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void send(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    long sent = 0;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        boolean here = sent / EACH < (sent + n) / EACH;
        sent += n;
        if (here && times.getAndDecrement() > 0) {
          struck.incrementAndGet();
          if (fault == Fault.BREAKS) {
            break;
          }
          buffer[0] ^= 1;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // One side has gone; the other is told so below.
    } finally {
      close(from);
      close(to);
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has gone; the other is told so below.
    } finally {
      close(from);
      close(to);
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "bad-link");
    thread.setDaemon(true);
    thread.start();
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    open.forEach(this::close);
  }
}
