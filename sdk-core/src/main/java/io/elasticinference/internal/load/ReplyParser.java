package io.elasticinference.internal.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

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
  static final int MAX_HEAD_BYTES = 64 * 1024;
  static final long MAX_BODY_BYTES = 64L * 1024 * 1024;
  private static final int MAX_INTERIM = 16;

  /** Takes the body's bytes as they come. */
  interface BodySink {
    /** A final reply's headers are complete. */
    void begin(int status);

    /** More of the body: the bytes of the buffer between two of its positions. */
    void accept(ByteBuffer buffer, int from, int to);
  }

  private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};
  private static final byte[] LOWER = new byte[128];
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
  private static final byte[] CONNECTION = ascii("connection");
  private static final byte[] CHUNKED = ascii("chunked");
  private static final byte[] CLOSE = ascii("close");
  private static final byte[] KEEP_ALIVE = ascii("keep-alive");

  static {
    for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
      LOWER[c] = (byte) c;
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      LOWER[c] = (byte) (c - 'A' + 'a');
    }
  }

  private enum State {
    VERSION,
    MINOR,
    SPACE,
    STATUS,
    STATUS_END,
    REASON,
    STATUS_LF,
    LINE_START,
    NAME,
    VALUE_START,
    VALUE,
    VALUE_LF,
    HEAD_LF,
    BODY,
    BODY_TO_CLOSE,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_SIZE_LF,
    CHUNK_DATA,
    CHUNK_CR,
    CHUNK_LF,
    DONE,
    MALFORMED
  }

  private final BodySink sink;
  private final byte[] text = new byte[64];
  private State state = State.VERSION;
  private int index;
  private int minor;
  private int status;
  private int interim;
  private int headBytes;
  private int textLength;
  private byte @Nullable [] field;
  private boolean chunked;
  private boolean close;
  private boolean keepAlive;
  private boolean trailer;
  private long contentLength;
  private long remaining;
  private long bodyBytes;
  private String problem = "";

  ReplyParser(BodySink sink) {
    this.sink = sink;
    reset();
  }

  /** Makes ready for the next reply. */
  void reset() {
    interim = 0;
    startHead();
  }

  private void startHead() {
    state = State.VERSION;
    index = 0;
    status = 0;
    headBytes = 0;
    textLength = 0;
    field = null;
    chunked = false;
    close = false;
    keepAlive = false;
    trailer = false;
    contentLength = -1;
    remaining = 0;
    bodyBytes = 0;
  }

  /** The status of the reply; 0 until it is known. */
  int status() {
    return status;
  }

  /** Whether the connection may carry another request; asked when the reply is complete. */
  boolean keepsAlive() {
    return state == State.DONE && !close && (minor == 1 || keepAlive);
  }

  boolean isDone() {
    return state == State.DONE;
  }

  boolean isMalformed() {
    return state == State.MALFORMED;
  }

  /** Whether anything of a reply has been seen since {@link #reset}. */
  boolean hasBegun() {
    return state != State.VERSION || index > 0 || interim > 0;
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
        case BODY, BODY_TO_CLOSE, CHUNK_DATA -> body(in);
        case CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_SIZE_LF, CHUNK_CR, CHUNK_LF -> chunk(in.get());
        case VERSION, MINOR, SPACE, STATUS, STATUS_END, REASON, STATUS_LF -> statusLine(in.get());
        default -> header(in.get());
      }
    }
    return state == State.DONE || state == State.MALFORMED;
  }

  private void malformed(String what) {
    problem = what;
    state = State.MALFORMED;
  }

  private boolean headTooLong() {
    if (++headBytes > MAX_HEAD_BYTES) {
      malformed("headers above 64 KiB");
      return true;
    }
    return false;
  }

  private void statusLine(byte b) {
    if (headTooLong()) {
      return;
    }
    switch (state) {
      case VERSION -> {
        if (b != VERSION[index++]) {
          malformed("does not begin with HTTP/1.");
        } else if (index == VERSION.length) {
          state = State.MINOR;
        }
      }
      case MINOR -> {
        minor = b - '0';
        expect(b == '0' || b == '1', State.SPACE, "HTTP version is neither 1.0 nor 1.1");
      }
      case SPACE -> {
        index = 0;
        expect(b == ' ', State.STATUS, "no space after the version");
      }
      case STATUS -> {
        status = status * 10 + (b - '0');
        expect(b >= '0' && b <= '9', State.STATUS, "status is no number");
        if (++index == 3 && state == State.STATUS) {
          expect(status >= 100 && status <= 599, State.STATUS_END, "status not in 100 to 599");
        }
      }
      case STATUS_END -> {
        // Servers are known to leave out the space before an empty reason.
        if (b == '\r') {
          state = State.STATUS_LF;
        } else {
          expect(b == ' ', State.REASON, "no space after the status");
        }
      }
      case REASON -> {
        if (b == '\r') {
          state = State.STATUS_LF;
        } else if (!isText(b)) {
          malformed("control character in the status line");
        }
      }
      default -> expect(b == '\n', State.LINE_START, "no LF after CR in the status line");
    }
  }

  private void header(byte b) {
    if (headTooLong()) {
      return;
    }
    switch (state) {
      case LINE_START -> {
        textLength = 0;
        if (b == '\r') {
          state = State.HEAD_LF;
        } else {
          state = State.NAME;
          name(b);
        }
      }
      case NAME -> name(b);
      case VALUE_START -> {
        if (b != ' ' && b != '\t') {
          state = State.VALUE;
          value(b);
        }
      }
      case VALUE -> value(b);
      case VALUE_LF -> {
        expect(b == '\n', State.LINE_START, "no LF after CR in a header");
        if (state == State.LINE_START && field != null) {
          fieldDone();
        }
      }
      default -> {
        expect(b == '\n', State.HEAD_LF, "no LF after CR at the end of the headers");
        if (state == State.HEAD_LF) {
          headDone();
        }
      }
    }
  }

  private void name(byte b) {
    if (b == ':') {
      if (textLength == 0) {
        malformed("header without a name");
        return;
      }
      field = trailer ? null : known();
      textLength = 0;
      state = State.VALUE_START;
      return;
    }
    byte lower = b < 0 ? 0 : LOWER[b];
    if (lower == 0) {
      malformed(
          textLength == 0 && (b == ' ' || b == '\t')
              ? "folded header"
              : "character not allowed in a header name");
      return;
    }
    if (textLength < text.length) {
      text[textLength] = lower;
    }
    textLength++;
  }

  private byte @Nullable [] known() {
    if (matches(CONTENT_LENGTH, 0, textLength)) {
      return CONTENT_LENGTH;
    }
    if (matches(TRANSFER_ENCODING, 0, textLength)) {
      return TRANSFER_ENCODING;
    }
    return matches(CONNECTION, 0, textLength) ? CONNECTION : null;
  }

  private void value(byte b) {
    if (b == '\r') {
      state = State.VALUE_LF;
    } else if (!isText(b)) {
      malformed("control character in a header value");
    } else if (field != null) {
      if (textLength == text.length) {
        malformed("value of a framing header too long");
        return;
      }
      text[textLength++] = b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }
  }

  private void fieldDone() {
    while (textLength > 0 && isBlank(text[textLength - 1])) {
      textLength--;
    }
    if (field == CONTENT_LENGTH) {
      lengthDone();
    } else if (field == TRANSFER_ENCODING) {
      if (chunked || minor == 0 || !matches(CHUNKED, 0, textLength)) {
        malformed("transfer coding other than chunked");
      }
      chunked = true;
    } else {
      connectionOptions();
    }
    field = null;
  }

  private void lengthDone() {
    long length = 0;
    if (textLength == 0 || textLength > 18) {
      malformed("Content-Length is no number");
      return;
    }
    for (int i = 0; i < textLength; i++) {
      if (text[i] < '0' || text[i] > '9') {
        malformed("Content-Length is no number");
        return;
      }
      length = length * 10 + (text[i] - '0');
    }
    if (contentLength >= 0 && contentLength != length) {
      malformed("two values of Content-Length");
    }
    contentLength = length;
  }

  private void connectionOptions() {
    int from = 0;
    for (int i = 0; i <= textLength; i++) {
      if (i == textLength || text[i] == ',') {
        int start = from;
        int end = i;
        while (start < end && isBlank(text[start])) {
          start++;
        }
        while (end > start && isBlank(text[end - 1])) {
          end--;
        }
        close |= matches(CLOSE, start, end);
        keepAlive |= matches(KEEP_ALIVE, start, end);
        from = i + 1;
      }
    }
  }

  private void headDone() {
    if (trailer) {
      state = State.DONE;
    } else if (status == 101) {
      malformed("status 101 without being asked");
    } else if (status < 200) {
      interim();
    } else if (chunked && contentLength >= 0) {
      malformed("Content-Length beside Transfer-Encoding");
    } else if (contentLength > MAX_BODY_BYTES) {
      malformed("body above 64 MiB");
    } else {
      sink.begin(status);
      if (status == 204 || status == 304 || (!chunked && contentLength == 0)) {
        state = State.DONE;
      } else if (chunked) {
        startChunk();
      } else if (contentLength > 0) {
        remaining = contentLength;
        state = State.BODY;
      } else {
        close = true;
        state = State.BODY_TO_CLOSE;
      }
    }
  }

  private void interim() {
    if (++interim > MAX_INTERIM) {
      malformed("more than 16 interim replies");
      return;
    }
    startHead();
  }

  private void body(ByteBuffer in) {
    int from = in.position();
    int to =
        state == State.BODY_TO_CLOSE
            ? in.limit()
            : from + (int) Math.min(in.remaining(), remaining);
    bodyBytes += to - from;
    if (bodyBytes > MAX_BODY_BYTES) {
      malformed("body above 64 MiB");
      return;
    }
    sink.accept(in, from, to);
    in.position(to);
    if (state != State.BODY_TO_CLOSE) {
      remaining -= to - from;
      if (remaining == 0) {
        state = state == State.BODY ? State.DONE : State.CHUNK_CR;
      }
    }
  }

  private void startChunk() {
    state = State.CHUNK_SIZE;
    index = 0;
    remaining = 0;
  }

  private void chunk(byte b) {
    switch (state) {
      case CHUNK_SIZE -> {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
          remaining = remaining * 16 + digit;
          if (++index > 15) {
            malformed("chunk size above 15 digits");
          }
        } else if (index == 0) {
          malformed("chunk size is no number");
        } else if (b == '\r') {
          state = State.CHUNK_SIZE_LF;
        } else {
          expect(b == ';' || isBlank(b), State.CHUNK_EXTENSION, "chunk size is no number");
        }
      }
      case CHUNK_EXTENSION -> {
        if (b == '\r') {
          state = State.CHUNK_SIZE_LF;
        } else if (!isText(b)) {
          malformed("control character in a chunk extension");
        } else {
          headTooLong();
        }
      }
      case CHUNK_SIZE_LF -> {
        expect(b == '\n', State.CHUNK_DATA, "no LF after CR of a chunk size");
        if (state == State.CHUNK_DATA && remaining == 0) {
          trailer = true;
          state = State.LINE_START;
        }
      }
      case CHUNK_CR -> expect(b == '\r', State.CHUNK_LF, "chunk longer than its size");
      default -> {
        expect(b == '\n', State.CHUNK_SIZE, "no LF after CR of a chunk");
        if (state == State.CHUNK_SIZE) {
          startChunk();
        }
      }
    }
  }

  private void expect(boolean holds, State next, String otherwise) {
    if (holds) {
      state = next;
    } else {
      malformed(otherwise);
    }
  }

  private boolean matches(byte[] word, int from, int to) {
    if (to - from != word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (text[from + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isText(byte b) {
    return b < 0 || (b >= ' ' && b != 127) || b == '\t';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static byte[] ascii(String word) {
    byte[] bytes = new byte[word.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) word.charAt(i);
    }
    return bytes;
  }
}
