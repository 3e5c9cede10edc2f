package io.elasticinference.internal.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A connection's bytes under TLS. Certificates are checked on the worker's own thread: connections
 * are made once and used often, and the JDK resumes the session for all but the first.
 */
final class TlsWire implements Wire {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;
  private final ByteBuffer received;
  private final ByteBuffer toSend;
  private final int largestRecord;
  private boolean begun;
  private boolean more;
  private boolean ended;
  private boolean notified;

  TlsWire(SocketChannel channel, SSLEngine engine) {
    this.channel = channel;
    this.engine = engine;
    this.received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    this.toSend = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    this.largestRecord = engine.getSession().getApplicationBufferSize();
  }

  @Override
  public boolean handshake() throws IOException {
    if (!begun) {
      begun = true;
      engine.beginHandshake();
    }
    ByteBuffer none = ByteBuffer.allocate(largestRecord);
    while (true) {
      flush();
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          if (isPending()) {
            return false;
          }
          wrap(NOTHING);
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          SSLEngineResult result = unwrap(none);
          if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("closed by the server during the handshake");
          }
          if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW && !receive()) {
            if (ended) {
              throw new SSLException("connection ended during the handshake");
            }
            return false;
          }
        }
        default -> {
          return !isPending();
        }
      }
    }
  }

  @Override
  public int read(ByteBuffer in) throws IOException {
    int start = in.position();
    more = false;
    while (true) {
      if (in.remaining() < largestRecord) {
        more = true;
        return in.position() - start;
      }
      SSLEngineResult result = unwrap(in);
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !isPending()) {
        wrap(NOTHING);
        flush();
      }
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && isPending()) {
        // The network takes nothing at the moment; the selector will tell when it does.
        return in.position() - start;
      }
      if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
        notified = true;
        return countOrEnd(in.position() - start);
      }
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW && !receive()) {
        return ended ? countOrEnd(in.position() - start) : in.position() - start;
      }
    }
  }

  /** What was read before the end is given first; the end when it is asked for again. */
  private int countOrEnd(int count) {
    more = count > 0;
    return count > 0 ? count : -1;
  }

  @Override
  public boolean hasMore() {
    return more;
  }

  @Override
  public void write(ByteBuffer out) throws IOException {
    flush();
    while (out.hasRemaining() && !isPending()) {
      wrap(out);
      flush();
    }
  }

  @Override
  public boolean isPending() {
    return toSend.hasRemaining();
  }

  @Override
  public boolean endedCleanly() {
    return notified;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (begun && !isPending() && channel.isConnected()) {
        engine.closeOutbound();
        wrap(NOTHING);
        flush();
      }
    }
  }

  private SSLEngineResult unwrap(ByteBuffer in) throws SSLException {
    return engine.unwrap(received, in);
  }

  /** Only asked for when all that was to be sent has been. */
  private void wrap(ByteBuffer out) throws SSLException {
    toSend.clear();
    try {
      engine.wrap(out, toSend);
    } finally {
      toSend.flip();
    }
  }

  private void flush() throws IOException {
    if (toSend.hasRemaining()) {
      channel.write(toSend);
    }
  }

  /** Takes more from the network; answers whether anything came. */
  private boolean receive() throws IOException {
    received.compact();
    try {
      int count = channel.read(received);
      ended = count < 0;
      return count > 0;
    } finally {
      received.flip();
    }
  }

  private void runTasks() {
    Runnable task;
    while ((task = engine.getDelegatedTask()) != null) {
      task.run();
    }
  }
}
