package io.elasticinference.benchmarks.upload;

import io.elasticinference.benchmarks.ChildProcess;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A process that takes bytes from connections, each in a thread of its own, and writes them to a
 * new file for each length that it was sent, in pieces as the local OSS does; without any protocol
 * or checksum. Arguments: the folder of its files.
 */
final class RawServerProcess {

  private static final int PIECE = 256 * 1024;

  private RawServerProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    ServerSocketChannel listener =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread acceptor = new Thread(() -> accept(listener, directory), "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
    ChildProcess.say(listener.socket().getLocalPort());
    ChildProcess.untilStdinEnds();
  }

  private static void accept(ServerSocketChannel listener, Path directory) {
    while (true) {
      try {
        SocketChannel client = listener.accept();
        new Thread(() -> receiveAll(client, directory), "receiver").start();
      } catch (IOException e) {
        System.err.println("raw server: " + e);
      }
    }
  }

  private static void receiveAll(SocketChannel connection, Path directory) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    try (SocketChannel client = connection) {
      while (receive(client, directory.resolve(UUID.randomUUID().toString()), buffer)) {
        // The next file.
      }
    } catch (IOException e) {
      System.err.println("raw server: " + e);
    }
  }

  private static boolean receive(SocketChannel client, Path file, ByteBuffer buffer)
      throws IOException {
    buffer.clear().limit(Long.BYTES);
    while (buffer.hasRemaining()) {
      if (client.read(buffer) < 0) {
        return false;
      }
    }
    long left = buffer.flip().getLong();
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (left > 0) {
        buffer.clear().limit((int) Math.min(PIECE, left));
        while (buffer.hasRemaining()) {
          if (client.read(buffer) < 0) {
            throw new EOFException(left + " bytes are missing");
          }
        }
        left -= buffer.position();
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
    }
    client.write(ByteBuffer.wrap(new byte[] {1}));
    return true;
  }
}
