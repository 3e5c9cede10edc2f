package io.elasticinference.benchmarks.upload;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Copies files over connections: reads a piece, writes it to the socket, and waits after each file
 * until the other side has written it. With several connections, one large file goes as so many
 * ranges, and several files are shared out. Arguments: the port, the folder, how many connections.
 */
final class RawClient {

  private static final int PIECE = 256 * 1024;

  private RawClient() {}

  /** Some bytes of a file. */
  private record Range(Path file, long begin, long end) {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int connections = Integer.parseInt(arguments[2]);
    Measured.run(
        Path.of(arguments[1]),
        (folder, version) -> {
          List<List<Range>> shares = shares(Workload.files(folder), connections);
          ExecutorService pool = Executors.newFixedThreadPool(shares.size());
          try {
            List<Future<?>> sent = new ArrayList<>();
            for (List<Range> share : shares) {
              sent.add(pool.submit(() -> send(port, share)));
            }
            for (Future<?> share : sent) {
              share.get();
            }
          } finally {
            pool.shutdownNow();
          }
        });
  }

  private static List<List<Range>> shares(List<Path> files, int connections) {
    List<List<Range>> shares = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      List<Range> share = new ArrayList<>();
      if (files.size() == 1) {
        long size = files.get(0).toFile().length();
        long begin = size * i / connections;
        share.add(new Range(files.get(0), begin, size * (i + 1) / connections));
      }
      for (int file = i; files.size() > 1 && file < files.size(); file += connections) {
        share.add(new Range(files.get(file), 0, files.get(file).toFile().length()));
      }
      shares.add(share);
    }
    return shares;
  }

  private static boolean send(int port, List<Range> ranges) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (SocketChannel server = SocketChannel.open(address)) {
      for (Range range : ranges) {
        try (FileChannel content = FileChannel.open(range.file(), StandardOpenOption.READ)) {
          buffer.clear().putLong(range.end() - range.begin()).flip();
          write(server, buffer);
          for (long at = range.begin(); at < range.end(); ) {
            buffer.clear().limit((int) Math.min(PIECE, range.end() - at));
            at += content.read(buffer, at);
            write(server, buffer.flip());
          }
        }
        if (server.read(buffer.clear().limit(1)) < 0) {
          throw new EOFException("The raw server went away");
        }
      }
    }
    return true;
  }

  private static void write(SocketChannel server, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      server.write(buffer);
    }
  }
}
