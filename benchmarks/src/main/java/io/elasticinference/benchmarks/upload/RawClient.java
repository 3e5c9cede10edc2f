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

/**
 * Copies files over one connection: reads a piece, writes it to the socket, and waits after each
 * file until the other side has written it. Arguments: the port, the folder of the files.
 */
final class RawClient {

  private static final int PIECE = 256 * 1024;

  private RawClient() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    Path directory = Path.of(arguments[1]);
    Measured.run(
        () -> {
          send(port, directory);
          return true;
        });
  }

  private static void send(int port, Path directory) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    try (SocketChannel server =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      for (Path file : Workload.files(directory)) {
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
          buffer.clear().putLong(content.size()).flip();
          write(server, buffer);
          while (content.read(buffer.clear()) >= 0) {
            write(server, buffer.flip());
          }
        }
        if (server.read(buffer.clear().limit(1)) < 0) {
          throw new EOFException("The raw server went away");
        }
      }
    }
  }

  private static void write(SocketChannel server, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      server.write(buffer);
    }
  }
}
