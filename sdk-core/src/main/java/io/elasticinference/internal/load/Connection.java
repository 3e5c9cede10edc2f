package io.elasticinference.internal.load;

import io.elasticinference.load.FailureKind;
import io.elasticinference.load.ReplyExpectation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection, which carries one request at a time. Lives on its worker's thread. */
final class Connection {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Links of the {@link DeadlineList} that the connection is in. */
  @Nullable Connection previous;

  /** See {@link #previous}. */
  @Nullable Connection next;

  /** When to give up: the connecting, or the request. */
  long deadline;

  /** When the request on its way was meant to be sent. */
  long intended;

  private final Worker worker;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Wire wire;
  private final ReplyCheck check;
  private final ReplyParser parser;
  private @Nullable ByteBuffer request;
  private int written;
  private int interest;
  private boolean busy;
  private boolean reached;
  private boolean established;
  private boolean broken;
  private boolean closed;

  /** Begins to connect. */
  Connection(Worker worker, Selector selector, WireFactory wires, ReplyExpectation expectation)
      throws IOException {
    this.worker = worker;
    this.check = new ReplyCheck(expectation);
    this.parser = new ReplyParser(check);
    this.channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      wire = wires.wire(channel);
      reached = channel.connect(wires.address());
      interest = reached ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
      key = channel.register(selector, interest, this);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Sends a request; {@code buffer} is the worker's own and is not kept beyond the last byte. */
  void send(ByteBuffer buffer, long newIntended, long newDeadline) {
    intended = newIntended;
    deadline = newDeadline;
    busy = true;
    request = buffer;
    written = 0;
    parser.reset();
    write();
  }

  /** The selector has something for this connection. */
  void ready() {
    if (closed) {
      return;
    }
    if (!established) {
      establish();
      return;
    }
    int ready = key.readyOps();
    if ((ready & SelectionKey.OP_WRITE) != 0) {
      write();
    }
    if (!closed && (ready & SelectionKey.OP_READ) != 0) {
      read();
    }
  }

  /** Looks for the reply without the selector's word that there is something; once sent, only. */
  void look() {
    if (request == null && !wire.isPending()) {
      read();
    }
  }

  private void establish() {
    try {
      reached = reached || channel.finishConnect();
      if (!reached) {
        return;
      }
      established = wire.handshake();
    } catch (IOException e) {
      close();
      worker.connectFailed(this, kindOf(e), String.valueOf(e.getMessage()));
      return;
    }
    listen();
    if (established) {
      worker.connected(this);
    }
  }

  /** Waits for the network to bring something, and to take something if there is any left. */
  private void listen() {
    boolean more = wire.isPending() || request != null;
    int wanted = more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (interest != wanted) {
      interest = wanted;
      key.interestOps(wanted);
    }
  }

  static FailureKind kindOf(IOException e) {
    if (e instanceof SSLException) {
      return FailureKind.TLS;
    }
    return e instanceof ConnectException && "Connection refused".equals(e.getMessage())
        ? FailureKind.CONNECT_REFUSED
        : FailureKind.CONNECT_FAILED;
  }

  private void write() {
    ByteBuffer out = request == null ? NOTHING : request;
    try {
      out.clear().position(written);
      wire.write(out);
    } catch (IOException e) {
      // The reply that explains it may be there already: let the reading find it, or the end.
      broken = true;
      request = null;
      read();
      if (!closed) {
        lost(e);
      }
      return;
    }
    written = out.position();
    if (!out.hasRemaining()) {
      request = null;
      written = 0;
    }
    listen();
  }

  /** The connection is gone, and with it the request that was on it, if there was one. */
  private void lost(IOException e) {
    if (busy) {
      failed(
          e instanceof SSLException ? FailureKind.TLS : FailureKind.RESET,
          String.valueOf(e.getMessage()));
    } else {
      closeIdle();
    }
  }

  private void read() {
    ByteBuffer in = worker.readBuffer();
    int count;
    do {
      in.clear();
      try {
        count = wire.read(in);
      } catch (IOException e) {
        lost(e);
        return;
      }
      if (count < 0) {
        endOfStream();
        return;
      }
      in.flip();
      if (count > 0 && !parsed(in)) {
        return;
      }
    } while (wire.hasMore());
    listen();
  }

  /** Whether more may be read. */
  private boolean parsed(ByteBuffer in) {
    if (!busy) {
      // Nothing was asked: for example a 408 before the server closes an idle connection.
      closeIdle();
      return false;
    }
    if (!parser.parse(in)) {
      return true;
    }
    if (parser.isMalformed()) {
      failed(FailureKind.MALFORMED, parser.problem());
    } else if (in.hasRemaining()) {
      failed(FailureKind.MALFORMED, "more bytes after the reply's end");
    } else {
      complete();
    }
    return false;
  }

  private void endOfStream() {
    if (!busy) {
      closeIdle();
    } else if (wire.endedCleanly() && parser.endOfStream()) {
      complete();
    } else {
      failed(
          FailureKind.CLOSED,
          parser.hasBegun() ? "closed in the middle of a reply" : "closed before a reply");
    }
  }

  private void complete() {
    busy = false;
    // A reply to half a request: what is left of the request must not be taken for the next one.
    boolean early = request != null || wire.isPending() || broken;
    request = null;
    FailureKind kind = check.verdict();
    if (early || !parser.keepsAlive() || !worker.keepsAlive()) {
      close();
    }
    worker.replied(this, parser.status(), kind, closed);
  }

  String example() {
    return check.example();
  }

  private void failed(FailureKind kind, String example) {
    busy = false;
    close();
    worker.failed(this, kind, example);
  }

  /** Gives up the request that is on its way. */
  void timeOut() {
    failed(
        FailureKind.TIMEOUT,
        parser.hasBegun()
            ? "reply not complete in time"
            : request != null ? "request not taken in time" : "no reply in time");
  }

  private void closeIdle() {
    close();
    worker.idleClosed(this);
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    request = null;
    try {
      wire.close();
    } catch (IOException e) {
      worker.closingFailed(e);
    }
  }
}
