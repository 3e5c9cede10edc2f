package io.elasticinference.benchmarks.load;

import io.elasticinference.benchmarks.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server whose times are known: a reply leaves so long after its request has come, however many
 * there are, only that no reply leaves for a time that begins with the arrival of a request of a
 * given number. It writes down when each came. It never sleeps, so that its own times are true; and
 * takes all of a core for it.
 */
final class FreezingServer implements Runnable {
  private static final byte[] REPLY =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n"
              + "{\"predictions\": [[0.25, 0.75]]}")
          .getBytes(StandardCharsets.US_ASCII);
  private static final int MOST = 4_000_000;

  /** A connection, and how much of the blank line that ends a request has come. */
  private static final class Peer {
    private final SocketChannel channel;
    private int ended;

    private Peer(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** A reply that is due. */
  private record Due(Peer peer, long time) {}

  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer out = ByteBuffer.allocateDirect(REPLY.length).put(REPLY);
  private final ArrayDeque<Due> replies = new ArrayDeque<>();
  private final long[] arrivals = new long[MOST];
  private final long serviceNanos;
  private final long freezeNanos;
  private volatile int count;
  private volatile int freezeAt = Integer.MAX_VALUE;
  private long frozenUntil = Long.MIN_VALUE;

  FreezingServer(long serviceNanos, long freezeNanos) throws IOException {
    this.serviceNanos = serviceNanos;
    this.freezeNanos = freezeNanos;
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * Its process. Understands {@code port}, {@code begin NUMBER}, which forgets what came and
   * freezes at the request of that number, and {@code arrivals FILE}.
   *
   * @param arguments service time and time of the freeze, in nanoseconds
   * @throws Exception when a command cannot be done
   */
  public static void main(String[] arguments) throws Exception {
    FreezingServer server =
        new FreezingServer(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]));
    Thread thread = new Thread(server, "freezing-server");
    thread.setDaemon(true);
    thread.start();
    ChildProcess.serve(server::answer);
  }

  /** Starts its process on the server's core. */
  static ChildProcess start(long serviceNanos, long freezeNanos) throws IOException {
    return ChildProcess.start(
        Commands.pinned(
            Cores.SERVER,
            ChildProcess.java(
                FreezingServer.class, Long.toString(serviceNanos), Long.toString(freezeNanos))),
        Map.of());
  }

  private String answer(List<String> words) throws IOException {
    switch (words.get(0)) {
      case "begin" -> {
        freezeAt = Integer.MAX_VALUE;
        count = 0;
        freezeAt = Integer.parseInt(words.get(1));
      }
      case "arrivals" -> {
        String lines =
            Arrays.stream(arrivals, 0, count)
                .mapToObj(Long::toString)
                .collect(Collectors.joining("\n"));
        Files.writeString(Path.of(words.get(1)), lines);
      }
      default -> {
        return Integer.toString(listener.socket().getLocalPort());
      }
    }
    return "done";
  }

  @Override
  public void run() {
    try {
      while (true) {
        selector.selectNow(this::ready);
        reply(System.nanoTime());
      }
    } catch (IOException e) {
      throw new IllegalStateException("server: " + e, e);
    }
  }

  private void reply(long now) throws IOException {
    if (now < frozenUntil) {
      return;
    }
    for (Due due = replies.peekFirst();
        due != null && due.time() <= now;
        due = replies.peekFirst()) {
      replies.removeFirst();
      if (due.peer().channel.isOpen()) {
        due.peer().channel.write(out.rewind());
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        read(key, (Peer) key.attachment());
      }
    } catch (IOException e) {
      // A client that is gone, as clients are at the end of their run.
      key.cancel();
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, new Peer(channel));
    }
  }

  private void read(SelectionKey key, Peer peer) throws IOException {
    in.clear();
    if (peer.channel.read(in) < 0) {
      key.cancel();
      peer.channel.close();
      return;
    }
    long now = System.nanoTime();
    for (in.flip(); in.hasRemaining(); ) {
      byte b = in.get();
      boolean wanted = b == (peer.ended % 2 == 0 ? '\r' : '\n');
      peer.ended = wanted ? peer.ended + 1 : b == '\r' ? 1 : 0;
      if (peer.ended == 4) {
        peer.ended = 0;
        arrived(peer, now);
      }
    }
  }

  private void arrived(Peer peer, long now) {
    int number = count;
    arrivals[number] = now;
    count = number + 1;
    if (number == freezeAt) {
      frozenUntil = now + freezeNanos;
    }
    replies.addLast(new Due(peer, now + serviceNanos));
  }
}
