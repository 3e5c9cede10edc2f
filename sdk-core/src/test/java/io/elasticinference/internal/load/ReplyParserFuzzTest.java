package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Replies that an enemy could send. In a build the kept inputs are run, one of each kind of reply;
 * {@code JAZZER_FUZZ=1 mvn test -pl sdk-core -Dtest=ReplyParserFuzzTest} looks for more.
 */
class ReplyParserFuzzTest {
  /** What the parser made of some bytes. */
  private record Seen(
      boolean done, boolean malformed, int status, boolean keepsAlive, long body, int left) {}

  private static final class Body implements ReplyParser.BodySink {
    private final CRC32 sum = new CRC32();
    private int begun;

    @Override
    public void begin(int status) {
      begun++;
    }

    @Override
    public void accept(ByteBuffer buffer, int from, int to) {
      assertThat(begun).isEqualTo(1);
      assertThat(from).isBetween(0, to);
      assertThat(to).isLessThanOrEqualTo(buffer.limit());
      sum.update(buffer.duplicate().limit(to).position(from));
    }
  }

  private final Body body = new Body();
  private final ReplyParser parser = new ReplyParser(body);

  private Seen parse(byte[] bytes, int cut) {
    parser.reset();
    body.sum.reset();
    body.begun = 0;
    int left = 0;
    for (int from = 0, to = cut, i = 0; i < 2; i++, from = cut, to = bytes.length) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, to - from);
      parser.parse(piece);
      left += piece.remaining();
    }
    return new Seen(
        parser.isDone(),
        parser.isMalformed(),
        parser.status(),
        parser.keepsAlive(),
        body.sum.getValue(),
        left);
  }

  @FuzzTest
  void parse(byte[] bytes) {
    Seen whole = parse(bytes, bytes.length);
    int step = Math.max(1, bytes.length / 64);
    for (int cut = 0; cut <= bytes.length; cut += step) {
      assertThat(parse(bytes, cut)).isEqualTo(whole);
    }
    // By now the parser knows the head.
    assertThat(parse(bytes, bytes.length)).isEqualTo(whole);
    assertThat(whole.done() && whole.malformed()).isFalse();
    if (whole.done()) {
      assertThat(whole.status()).isBetween(200, 599);
    } else {
      assertThat(whole.keepsAlive()).isFalse();
      assertThat(whole.malformed() || whole.left() == 0).isTrue();
    }
  }

  @FuzzTest
  void finds(byte[] bytes) {
    JsonScanner scanner = new JsonScanner(JsonField.of("predictions[0].score"));
    boolean found = scanner.finds(bytes, bytes.length);
    assertThat(scanner.finds(bytes, bytes.length)).isEqualTo(found);
  }
}
