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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server whose times are known: a reply leaves so long after its request has come, however many
 * there are, only that no reply leaves for a time that begins with the arrival of a request of a
 * given number. It never sleeps, and takes all of a core; and since a machine holds up whom it
 * likes, it writes down what it did late, request by request: a {@link Seen} each.
 */
final class FreezingServer implements Runnable {
  private static final byte[] REPLY =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n"
              + "{\"predictions\": [[0.25, 0.75]]}")
          .getBytes(StandardCharsets.US_ASCII);
  private static final int MOST = 1_000_000;

  /** So many replies leave at most before it looks for requests again. */
  private static final int AT_ONCE = 8;

  /** The digits that are the body of a POST, and the number of the first one. */
  static final int DIGITS = 8;

  static final int FIRST = 10_000_000;

  /** A connection, and how far the request on it has come. */
  private static final class Peer {
    private final SocketChannel channel;
    private boolean begun;
    private boolean numbered;
    private int ended;
    private int digits;
    private int number;

    private Peer(SocketChannel channel) {
      this.channel = channel;
    }
  }

  /** The reply to the request that came as the index tells, and when it is due. */
  private record Due(Peer peer, int index, long time) {}

  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer out = ByteBuffer.allocateDirect(REPLY.length).put(REPLY);
  private final ArrayDeque<Due> replies = new ArrayDeque<>();
  private final int[] numbers = new int[MOST];
  private final long[] read = new long[MOST];
  private final long[] looked = new long[MOST];
  private final long[] late = new long[MOST];
  private final long serviceNanos;
  private final long freezeNanos;
  private volatile int count;
  private volatile int freezeAt = Integer.MAX_VALUE;
  private long frozenFrom = Long.MIN_VALUE;
  private long frozenUntil = Long.MIN_VALUE;
  private long lastLook = System.nanoTime();

  FreezingServer(long serviceNanos, long freezeNanos) throws IOException {
    this.serviceNanos = serviceNanos;
    this.freezeNanos = freezeNanos;
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  /**
   * Its process. Understands {@code port}, {@code begin NUMBER}, which forgets what came and
   * freezes at the request of that number, and {@code seen FILE}.
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
      case "seen" -> {
        String lines =
            IntStream.range(0, count)
                .mapToObj(i -> new Seen(numbers[i], read[i], looked[i], late[i]).line())
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
        long look = System.nanoTime();
        selector.selectNow(this::ready);
        lastLook = look;
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
    for (int i = 0; i < AT_ONCE; i++) {
      Due due = replies.peekFirst();
      if (due == null || due.time() > now) {
        return;
      }
      replies.removeFirst();
      if (due.peer().channel.isOpen()) {
        due.peer().channel.write(out.rewind());
      }
      long planned = due.time() < frozenFrom ? due.time() : Math.max(due.time(), frozenUntil);
      late[due.index()] = System.nanoTime() - planned;
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
      if (ends(peer, in.get())) {
        peer.begun = false;
        arrived(peer, now);
      }
    }
  }

  /** Whether this is the last byte of a request. */
  private static boolean ends(Peer peer, byte b) {
    if (!peer.begun) {
      peer.begun = true;
      peer.numbered = b == 'P';
      peer.ended = 0;
      peer.digits = 0;
      peer.number = 0;
    }
    if (peer.ended == 4) {
      peer.number = 10 * peer.number + b - '0';
      peer.digits++;
      return peer.digits == DIGITS;
    }
    boolean wanted = b == (peer.ended % 2 == 0 ? '\r' : '\n');
    peer.ended = wanted ? peer.ended + 1 : b == '\r' ? 1 : 0;
    return peer.ended == 4 && !peer.numbered;
  }

  private void arrived(Peer peer, long now) {
    int index = count;
    numbers[index] = peer.numbered ? peer.number - FIRST : -1;
    read[index] = now;
    looked[index] = lastLook;
    late[index] = 0;
    count = index + 1;
    if (index == freezeAt) {
      frozenFrom = now;
      frozenUntil = now + freezeNanos;
    }
    replies.addLast(new Due(peer, index, now + serviceNanos));
  }
}
