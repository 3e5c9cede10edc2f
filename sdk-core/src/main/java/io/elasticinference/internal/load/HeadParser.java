package io.elasticinference.internal.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status line and the headers of a reply, byte by byte, or the trailer after a chunked
 * body. Keeps only what says how long the body is and whether the connection stays. What it has
 * just read, it knows again.
 */
final class HeadParser {
  static final int MAX_BYTES = 64 * 1024;

  private static final byte[] VERSION_START = Ascii.bytes("HTTP/1.");
  private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");
  private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
  private static final byte[] CONNECTION = Ascii.bytes("connection");
  private static final byte[] CHUNKED = Ascii.bytes("chunked");
  private static final byte[] CLOSE = Ascii.bytes("close");
  private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");

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
    END_LF,
    DONE,
    MALFORMED
  }

  private final byte[] text = new byte[64];
  private State state = State.VERSION;
  private int count;
  private int index;
  private int textLength;
  private byte @Nullable [] field;
  private boolean trailer;
  private final HeadFacts facts = new HeadFacts();
  private final KnownHead known = new KnownHead();
  private String problem = "";

  void start() {
    state = State.VERSION;
    count = 0;
    index = 0;
    field = null;
    trailer = false;
    facts.clear();
  }

  /** What follows is a trailer: headers without a status line, which change nothing. */
  void startTrailer() {
    state = State.LINE_START;
    count = 0;
    trailer = true;
  }

  int status() {
    return facts.status;
  }

  boolean chunked() {
    return facts.chunked;
  }

  /** The length of the body; -1 when none is given. */
  long contentLength() {
    return facts.contentLength;
  }

  /** Whether the server will leave the connection open: HTTP/1.0 only if it says so. */
  boolean keepsAlive() {
    return !facts.close && (facts.minor == 1 || facts.keepAlive);
  }

  boolean hasBegun() {
    return count > 0;
  }

  boolean isMalformed() {
    return state == State.MALFORMED;
  }

  String problem() {
    return problem;
  }

  /** Reads on and answers whether the head is complete or malformed. */
  boolean accept(ByteBuffer in) {
    boolean fromStart = count == 0 && !trailer;
    if (fromStart && known.begins(in)) {
      facts.set(known.facts());
      count = known.length();
      in.position(in.position() + count);
      state = State.DONE;
      return true;
    }
    int from = in.position();
    boolean ended = false;
    while (!ended && in.hasRemaining()) {
      if (state == State.VALUE && field == null) {
        skipText(in);
      }
      ended = in.hasRemaining() && accept(in.get());
    }
    if (fromStart && state == State.DONE) {
      known.keep(in, from, facts);
    }
    return ended;
  }

  /** Goes over what may stand in a value that says nothing here. */
  private void skipText(ByteBuffer in) {
    int from = in.position();
    int to = Math.min(in.limit(), from + MAX_BYTES - count);
    int at = from;
    while (at < to && Ascii.isText(in.get(at))) {
      at++;
    }
    count += at - from;
    in.position(at);
  }

  private boolean accept(byte b) {
    if (++count > MAX_BYTES) {
      malformed("headers above 64 KiB");
      return true;
    }
    switch (state) {
      case VERSION, MINOR, SPACE, STATUS, STATUS_END, REASON, STATUS_LF -> statusLine(b);
      default -> header(b);
    }
    return state == State.DONE || state == State.MALFORMED;
  }

  private void statusLine(byte b) {
    switch (state) {
      case VERSION -> {
        boolean last = index == VERSION_START.length - 1;
        expect(
            b == VERSION_START[index++],
            last ? State.MINOR : State.VERSION,
            "does not begin with HTTP/1.");
      }
      case MINOR -> {
        facts.minor = b - '0';
        expect(b == '0' || b == '1', State.SPACE, "HTTP version is neither 1.0 nor 1.1");
      }
      case SPACE -> {
        index = 0;
        expect(b == ' ', State.STATUS, "no space after the version");
      }
      case STATUS -> {
        facts.status = facts.status * 10 + (b - '0');
        expect(b >= '0' && b <= '9', State.STATUS, "status is no number");
        if (++index == 3 && state == State.STATUS) {
          expect(
              facts.status >= 100 && facts.status <= 599,
              State.STATUS_END,
              "status not in 100 to 599");
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
        } else {
          expect(Ascii.isText(b), State.REASON, "control character in the status line");
        }
      }
      default -> expect(b == '\n', State.LINE_START, "no LF after CR in the status line");
    }
  }

  private void header(byte b) {
    switch (state) {
      case LINE_START -> {
        textLength = 0;
        if (b == '\r') {
          state = State.END_LF;
        } else {
          state = State.NAME;
          name(b);
        }
      }
      case NAME -> name(b);
      case VALUE_START -> {
        if (!Ascii.isBlank(b)) {
          state = State.VALUE;
          value(b);
        }
      }
      case VALUE -> value(b);
      case VALUE_LF -> {
        expect(b == '\n', State.LINE_START, "no LF after CR in a header");
        if (state == State.LINE_START) {
          fieldDone();
        }
      }
      default -> expect(b == '\n', State.DONE, "no LF after CR at the end of the headers");
    }
  }

  private void name(byte b) {
    if (b == ':') {
      expect(textLength > 0, State.VALUE_START, "header without a name");
      field = trailer ? null : framing();
      textLength = 0;
      return;
    }
    byte lower = Ascii.token(b);
    if (lower == 0) {
      malformed(
          textLength == 0 && Ascii.isBlank(b)
              ? "folded header"
              : "character not allowed in a header name");
      return;
    }
    if (textLength < text.length) {
      text[textLength] = lower;
    }
    textLength++;
  }

  private byte @Nullable [] framing() {
    if (Ascii.matches(text, 0, textLength, CONTENT_LENGTH)) {
      return CONTENT_LENGTH;
    }
    if (Ascii.matches(text, 0, textLength, TRANSFER_ENCODING)) {
      return TRANSFER_ENCODING;
    }
    return Ascii.matches(text, 0, textLength, CONNECTION) ? CONNECTION : null;
  }

  private void value(byte b) {
    if (b == '\r') {
      state = State.VALUE_LF;
    } else if (!Ascii.isText(b)) {
      malformed("control character in a header value");
    } else if (field != null) {
      if (textLength == text.length) {
        malformed("value of a framing header too long");
        return;
      }
      text[textLength++] = Ascii.lower(b);
    }
  }

  private void fieldDone() {
    if (field == null) {
      return;
    }
    while (textLength > 0 && Ascii.isBlank(text[textLength - 1])) {
      textLength--;
    }
    if (field == CONTENT_LENGTH) {
      lengthDone();
    } else if (field == TRANSFER_ENCODING) {
      boolean understood =
          !facts.chunked && facts.minor == 1 && Ascii.matches(text, 0, textLength, CHUNKED);
      expect(understood, State.LINE_START, "transfer coding other than chunked");
      facts.chunked = true;
    } else {
      connectionOptions();
    }
  }

  private void lengthDone() {
    long length = 0;
    boolean number = textLength > 0 && textLength <= 18;
    for (int i = 0; i < textLength && number; i++) {
      number = text[i] >= '0' && text[i] <= '9';
      length = length * 10 + (text[i] - '0');
    }
    if (!number) {
      malformed("Content-Length is no number");
    } else if (facts.contentLength >= 0 && facts.contentLength != length) {
      malformed("two values of Content-Length");
    }
    facts.contentLength = length;
  }

  private void connectionOptions() {
    int from = 0;
    for (int i = 0; i <= textLength; i++) {
      if (i == textLength || text[i] == ',') {
        int start = from;
        int end = i;
        while (start < end && Ascii.isBlank(text[start])) {
          start++;
        }
        while (end > start && Ascii.isBlank(text[end - 1])) {
          end--;
        }
        facts.close |= Ascii.matches(text, start, end, CLOSE);
        facts.keepAlive |= Ascii.matches(text, start, end, KEEP_ALIVE);
        from = i + 1;
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

  private void malformed(String what) {
    problem = what;
    state = State.MALFORMED;
  }
}
