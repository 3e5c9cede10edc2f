package io.elasticinference.internal.load;

import java.nio.ByteBuffer;

/**
 * Reads one HTTP/1.1 reply after another from whatever pieces the network brings, strictly (RFC
 * 9112) and without allocating. What it cannot trust it calls malformed: a server whose framing is
 * ambiguous has not been measured but misunderstood.
 *
 * <p>Refused are, besides plain garbage: a bare LF, folded headers, white space before the colon, a
 * Content-Length that is no number, is repeated with another value or stands beside a
 * Transfer-Encoding, any transfer coding but {@code chunked}, a 101, and what is above the limits.
 */
final class ReplyParser {
  static final long MAX_BODY_BYTES = 64L * 1024 * 1024;
  private static final int MAX_INTERIM = 16;
  private static final int MAX_CHUNK_DIGITS = 15;
  private static final int MAX_EXTENSION_BYTES = 16 * 1024;

  /** Takes the body's bytes as they come. */
  interface BodySink {
    /** A final reply's headers are complete. */
    void begin(int status);

    /** More of the body: the bytes of the buffer between two of its positions. */
    void accept(ByteBuffer buffer, int from, int to);
  }

  private enum State {
    HEAD,
    BODY,
    BODY_TO_CLOSE,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_SIZE_LF,
    CHUNK_DATA,
    CHUNK_CR,
    CHUNK_LF,
    TRAILER,
    DONE,
    MALFORMED
  }

  private final BodySink sink;
  private final HeadParser head = new HeadParser();
  private State state = State.HEAD;
  private boolean toClose;
  private int interim;
  private int digits;
  private int extensionBytes;
  private long remaining;
  private long bodyBytes;
  private String problem = "";

  ReplyParser(BodySink sink) {
    this.sink = sink;
    reset();
  }

  /** Makes ready for the next reply. */
  void reset() {
    head.start();
    state = State.HEAD;
    toClose = false;
    interim = 0;
    extensionBytes = 0;
    bodyBytes = 0;
  }

  /** The status of the reply; 0 until it is known. */
  int status() {
    return head.status();
  }

  /** Whether the connection may carry another request; asked when the reply is complete. */
  boolean keepsAlive() {
    return state == State.DONE && !toClose && head.keepsAlive();
  }

  boolean isDone() {
    return state == State.DONE;
  }

  boolean isMalformed() {
    return state == State.MALFORMED;
  }

  /** Whether anything of a reply has been seen since {@link #reset}. */
  boolean hasBegun() {
    return state != State.HEAD || head.hasBegun() || interim > 0;
  }

  /** What is wrong with a malformed reply. */
  String problem() {
    return problem;
  }

  /** The server has closed the connection; answers whether that completes the reply. */
  boolean endOfStream() {
    if (state == State.BODY_TO_CLOSE) {
      state = State.DONE;
    }
    return state == State.DONE;
  }

  /**
   * Reads on. Stops at the reply's last byte, and at the first that is wrong.
   *
   * @return whether the reply is complete or malformed
   */
  boolean parse(ByteBuffer in) {
    while (in.hasRemaining() && state != State.DONE && state != State.MALFORMED) {
      switch (state) {
        case HEAD, TRAILER -> head(in);
        case BODY, BODY_TO_CLOSE, CHUNK_DATA -> body(in);
        default -> chunk(in.get());
      }
    }
    return state == State.DONE || state == State.MALFORMED;
  }

  private void head(ByteBuffer in) {
    if (!head.accept(in)) {
      return;
    }
    if (head.isMalformed()) {
      malformed(head.problem());
    } else if (state == State.TRAILER) {
      state = State.DONE;
    } else {
      headDone();
    }
  }

  private void headDone() {
    int status = head.status();
    if (status == 101) {
      malformed("status 101 without being asked");
    } else if (status < 200) {
      head.start();
      if (++interim > MAX_INTERIM) {
        malformed("more than 16 interim replies");
      }
    } else if (head.chunked() && head.contentLength() >= 0) {
      malformed("Content-Length beside Transfer-Encoding");
    } else if (head.contentLength() > MAX_BODY_BYTES) {
      malformed("body above 64 MiB");
    } else {
      sink.begin(status);
      bodyBegins(status == 204 || status == 304);
    }
  }

  private void bodyBegins(boolean none) {
    if (none || (!head.chunked() && head.contentLength() == 0)) {
      state = State.DONE;
    } else if (head.chunked()) {
      chunkBegins();
    } else if (head.contentLength() > 0) {
      remaining = head.contentLength();
      state = State.BODY;
    } else {
      toClose = true;
      state = State.BODY_TO_CLOSE;
    }
  }

  private void body(ByteBuffer in) {
    int from = in.position();
    int count = in.remaining();
    if (state != State.BODY_TO_CLOSE) {
      count = (int) Math.min(count, remaining);
    }
    bodyBytes += count;
    if (bodyBytes > MAX_BODY_BYTES) {
      malformed("body above 64 MiB");
      return;
    }
    sink.accept(in, from, from + count);
    in.position(from + count);
    if (state != State.BODY_TO_CLOSE) {
      remaining -= count;
      if (remaining == 0) {
        state = state == State.BODY ? State.DONE : State.CHUNK_CR;
      }
    }
  }

  private void chunkBegins() {
    state = State.CHUNK_SIZE;
    digits = 0;
    remaining = 0;
  }

  private void chunk(byte b) {
    switch (state) {
      case CHUNK_SIZE -> chunkSize(b);
      case CHUNK_EXTENSION -> {
        if (b == '\r') {
          state = State.CHUNK_SIZE_LF;
        } else if (!Ascii.isText(b)) {
          malformed("control character in a chunk extension");
        } else if (++extensionBytes > MAX_EXTENSION_BYTES) {
          malformed("chunk extensions above 16 KiB");
        }
      }
      case CHUNK_SIZE_LF -> {
        expect(b == '\n', State.CHUNK_DATA, "no LF after CR of a chunk size");
        if (state == State.CHUNK_DATA && remaining == 0) {
          head.startTrailer();
          state = State.TRAILER;
        }
      }
      case CHUNK_CR -> expect(b == '\r', State.CHUNK_LF, "chunk longer than its size");
      default -> {
        expect(b == '\n', State.CHUNK_SIZE, "no LF after CR of a chunk");
        if (state == State.CHUNK_SIZE) {
          chunkBegins();
        }
      }
    }
  }

  private void chunkSize(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      remaining = remaining * 16 + digit;
      if (++digits > MAX_CHUNK_DIGITS) {
        malformed("chunk size above 15 digits");
      }
    } else if (digits > 0 && b == '\r') {
      state = State.CHUNK_SIZE_LF;
    } else {
      expect(
          digits > 0 && (b == ';' || Ascii.isBlank(b)),
          State.CHUNK_EXTENSION,
          "chunk size is no number");
    }
  }

  private void expect(boolean holds, State next, String otherwise) {
    if (holds) {
      state = next;
    } else {
      malformed(otherwise);
    }
  }

  private void malformed(String what) {
    problem = what;
    state = State.MALFORMED;
  }
}
