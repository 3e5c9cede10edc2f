package io.elasticinference.internal.load;

import io.elasticinference.load.FailureKind;
import io.elasticinference.load.ReplyExpectation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Holds the replies of one connection against what is expected of them. */
final class ReplyCheck implements ReplyParser.BodySink {
  private static final int MAX_JSON_BYTES = 4 * 1024 * 1024;
  private static final int EXAMPLE_BYTES = 160;

  private final int expectedStatus;
  private final @Nullable TextFinder text;
  private final @Nullable JsonScanner json;
  private byte[] kept = new byte[EXAMPLE_BYTES];
  private int status;
  private int keptLength;
  private boolean tooLong;

  ReplyCheck(ReplyExpectation expectation) {
    this.expectedStatus = expectation.status();
    this.text =
        expectation
            .bodyText()
            .map(wanted -> new TextFinder(wanted.getBytes(StandardCharsets.UTF_8)))
            .orElse(null);
    this.json =
        expectation.jsonField().map(path -> new JsonScanner(JsonField.of(path))).orElse(null);
  }

  @Override
  public void begin(int newStatus) {
    status = newStatus;
    keptLength = 0;
    tooLong = false;
    if (text != null) {
      text.reset();
    }
  }

  @Override
  public void accept(ByteBuffer buffer, int from, int to) {
    if (text != null) {
      text.accept(buffer, from, to);
    }
    int limit = json == null || status != expectedStatus ? EXAMPLE_BYTES : MAX_JSON_BYTES;
    int length = Math.min(to - from, limit - keptLength);
    tooLong |= length < to - from;
    if (length > 0) {
      if (keptLength + length > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(kept.length * 2, keptLength + length));
      }
      buffer.get(from, kept, keptLength, length);
      keptLength += length;
    }
  }

  /** What is wrong with the reply that is complete; null when it is as expected. */
  @Nullable FailureKind verdict() {
    if (status != expectedStatus) {
      return FailureKind.STATUS;
    }
    if (text != null && !text.found()) {
      return FailureKind.BODY;
    }
    return json != null && (tooLong || !json.finds(kept, keptLength)) ? FailureKind.BODY : null;
  }

  /** The reply in short, as an example of a failure. */
  String example() {
    int length = Math.min(keptLength, EXAMPLE_BYTES);
    String body =
        new String(kept, 0, length, StandardCharsets.UTF_8)
            .replaceAll("[\\p{Cntrl}\\s\\ufffd]+", " ")
            .strip();
    String more = keptLength > length || tooLong ? "…" : "";
    return "status " + status + (body.isEmpty() ? ", no body" : ": " + body + more);
  }
}
