package io.elasticinference.internal.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection's bytes as they are. */
final class PlainWire implements Wire {
  private final SocketChannel channel;

  PlainWire(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean handshake() {
    return true;
  }

  @Override
  public int read(ByteBuffer in) throws IOException {
    return channel.read(in);
  }

  @Override
  public boolean hasMore() {
    return false;
  }

  @Override
  public void write(ByteBuffer out) throws IOException {
    channel.write(out);
  }

  @Override
  public boolean isPending() {
    return false;
  }

  @Override
  public boolean endedCleanly() {
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
