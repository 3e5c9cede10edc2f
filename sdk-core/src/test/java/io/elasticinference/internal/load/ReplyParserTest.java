package io.elasticinference.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** What the parser made of some bytes. */
  private record Seen(int status, String body, boolean keepsAlive, String problem, int left) {}

  private static final class Body implements ReplyParser.BodySink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int begun;

    @Override
    public void begin(int status) {
      begun++;
    }

    @Override
    public void accept(ByteBuffer buffer, int from, int to) {
      assertThat(begun).isEqualTo(1);
      assertThat(from).isLessThan(to);
      byte[] part = new byte[to - from];
      buffer.get(from, part);
      bytes.writeBytes(part);
    }
  }

  /** Parses the bytes in pieces that end at the given places. */
  private static Seen parse(byte[] bytes, boolean end, int... cuts) {
    Body body = new Body();
    ReplyParser parser = new ReplyParser(body);
    int from = 0;
    int left = 0;
    for (int i = 0; i <= cuts.length; i++) {
      int to = i < cuts.length ? cuts[i] : bytes.length;
      ByteBuffer piece = ByteBuffer.wrap(bytes, from, to - from);
      boolean ended = parser.parse(piece);
      assertThat(ended).isEqualTo(parser.isDone() || parser.isMalformed());
      left += piece.remaining();
      from = to;
    }
    if (end) {
      parser.endOfStream();
    }
    String problem =
        parser.isMalformed() ? parser.problem() : parser.isDone() ? "" : "not complete";
    return new Seen(
        parser.status(),
        body.bytes.toString(StandardCharsets.ISO_8859_1),
        parser.keepsAlive(),
        problem,
        left);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Seen parse(String text) {
    return parse(bytes(text), false);
  }

  @Test
  void parse_readsTheBody_whenItsLengthIsGiven() {
    assertThat(parse(OK + "content-LENGTH: \t5 \r\nX: y\r\n\r\nhello"))
        .isEqualTo(new Seen(200, "hello", true, "", 0));
  }

  @Test
  void parse_stopsAtTheLastByte_whenMoreFollows() {
    assertThat(parse(OK + "Content-Length: 2\r\n\r\nhiHTTP/1.1 200"))
        .isEqualTo(new Seen(200, "hi", true, "", 12));
  }

  @Test
  void parse_joinsTheChunks_whenTheBodyIsChunked() {
    assertThat(
            parse(
                OK
                    + "Transfer-Encoding: Chunked\r\n\r\n"
                    + "3;name=\"value\"\r\nabc\r\nA \r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"))
        .isEqualTo(new Seen(200, "abc0123456789", true, "", 0));
  }

  @Test
  void parse_readsToTheEnd_whenNoLengthIsGiven() {
    assertThat(parse(bytes(OK + "\r\nuntil the end"), true))
        .isEqualTo(new Seen(200, "until the end", false, "", 0));
    assertThat(parse(OK + "\r\nuntil the end").problem()).isEqualTo("not complete");
  }

  @Test
  void parse_skipsInterimReplies_whenTheyComeFirst() {
    assertThat(
            parse(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\n!"))
        .isEqualTo(new Seen(201, "!", true, "", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK,Connection: close,false",
    "HTTP/1.1 200 OK,Connection: Upgrade; Close,true",
    "HTTP/1.1 200 OK,connection: foo | CLOSE,false",
    "HTTP/1.1 200 OK,X: close,true",
    "HTTP/1.0 200 OK,X: y,false",
    "HTTP/1.0 200 OK,Connection: keep-alive,true",
    "HTTP/1.0 200 OK,Connection: keep-alive | close,false",
  })
  void parse_knowsWhetherTheConnectionStays(String line, String header, boolean stays) {
    String text = line + "\r\n" + header.replace('|', ',') + "\r\nContent-Length: 0\r\n\r\n";
    assertThat(parse(text)).isEqualTo(new Seen(200, "", stays, "", 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void parse_expectsNoBody_whenTheStatusHasNone(int status) {
    assertThat(parse("HTTP/1.1 " + status + " X\r\nContent-Length: 7\r\n\r\n"))
        .isEqualTo(new Seen(status, "", true, "", 0));
  }

  @Test
  void parse_accepts_whenTheReasonIsMissing() {
    assertThat(parse("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").problem()).isEmpty();
    assertThat(parse("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n").problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/2 200 OK^^                                  | does not begin with HTTP/1.",
        "HTTP/1.2 200 OK^^                                | HTTP version is neither 1.0 nor 1.1",
        "HTTP/1.1  200 OK^^                               | status is no number",
        "HTTP/1.1_200 OK^^                                | no space after the version",
        "HTTP/1.1 099 OK^^                                | status not in 100 to 599",
        "HTTP/1.1 600 OK^^                                | status not in 100 to 599",
        "HTTP/1.1 2000 OK^^                               | no space after the status",
        "HTTP/1.1 200 O\u0001K^^                          | control character in the status line",
        "HTTP/1.1 101 Switching Protocols^^               | status 101 without being asked",
        "HTTP/1.1 200 OK^A : b^^                          | character not allowed in a header name",
        "HTTP/1.1 200 OK^: b^^                            | header without a name",
        "HTTP/1.1 200 OK^A: b^ c^^                        | folded header",
        "HTTP/1.1 200 OK^A: b\u0000^^                     | control character in a header value",
        "HTTP/1.1 200 OK^Content-Length: -1^^             | Content-Length is no number",
        "HTTP/1.1 200 OK^Content-Length: 5, 5^^           | Content-Length is no number",
        "HTTP/1.1 200 OK^Content-Length:^^                | Content-Length is no number",
        "HTTP/1.1 200 OK^Content-Length: 9999999999999999999^^| Content-Length is no number",
        "HTTP/1.1 200 OK^Content-Length: 99999999999^^    | body above 64 MiB",
        "HTTP/1.1 200 OK^Content-Length: 1^Content-Length: 2^^| two values of Content-Length",
        "HTTP/1.1 200 OK^Transfer-Encoding: gzip^^        | transfer coding other than chunked",
        "HTTP/1.1 200 OK^Transfer-Encoding: gzip, chunked^^| transfer coding other than chunked",
        "HTTP/1.0 200 OK^Transfer-Encoding: chunked^^     | transfer coding other than chunked",
        "HTTP/1.1 200 OK^Content-Length: 1^Transfer-Encoding: chunked^^"
            + "| Content-Length beside Transfer-Encoding",
        "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^x^   | chunk size is no number",
        "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^^    | chunk size is no number",
        "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^-1^  | chunk size is no number",
        "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^1^ab^| chunk longer than its size",
        "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^FFFFFFFFFFFFFFFF^| chunk size above 15 digits",
      })
  void parse_refuses_whenTheFramingCannotBeTrusted(String text, String problem) {
    assertThat(parse(text.replace("^", "\r\n")).problem()).isEqualTo(problem);
  }

  @Test
  void parse_refuses_whenALineEndsWithoutCr() {
    assertThat(parse("HTTP/1.1 200 OK\nContent-Length: 0\n\n").problem())
        .isEqualTo("control character in the status line");
    assertThat(parse(OK + "A: b\nContent-Length: 0\r\n\r\n").problem())
        .isEqualTo("control character in a header value");
    assertThat(parse(OK + "A: b\r\n\rX").problem())
        .isEqualTo("no LF after CR at the end of the headers");
  }

  @Test
  void parse_refuses_whenSomethingIsTooMuch() {
    assertThat(parse(OK + "A: " + "x".repeat(70_000) + "\r\n\r\n").problem())
        .isEqualTo("headers above 64 KiB");
    assertThat(parse("HTTP/1.1 100 C\r\n\r\n".repeat(17)).problem())
        .isEqualTo("more than 16 interim replies");
    assertThat(parse(OK + "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(20_000)).problem())
        .isEqualTo("chunk extensions above 16 KiB");
  }

  private static final List<String> REPLIES =
      List.of(
          OK + "Content-Length: 5\r\nX-A: b\r\n\r\nhello",
          OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;e\r\nde\r\n0\r\nT: u\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n"
              + OK
              + "Connection: close\r\nContent-Length: 3\r\n\r\nabc",
          "HTTP/1.0 503 Busy\r\nContent-Length: 0\r\n\r\n",
          OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "nonsense");

  @Test
  void parse_seesTheSame_whereverTheBytesAreCut() {
    for (String reply : REPLIES) {
      byte[] bytes = bytes(reply);
      Seen whole = parse(bytes, false);
      for (int first = 0; first <= bytes.length; first++) {
        for (int second = first; second <= bytes.length; second++) {
          assertThat(parse(bytes, false, first, second)).isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void parse_seesTheSame_whenItKnowsTheHead() {
    String[] replies = {
      OK + "Content-Length: 5\r\n\r\nhello",
      OK + "Content-Length: 4\r\n\r\nhell",
      OK + "Content-Length: 5\r\nConnection: close\r\n\r\nhello",
      OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: u\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 1\r\n\r\na",
      "HTTP/1.0 503 Busy\r\nContent-Length: 0\r\n\r\n",
      OK + "Content-Length: x\r\n\r\n",
    };
    Body body = new Body();
    ReplyParser parser = new ReplyParser(body);
    for (String before : replies) {
      for (String reply : replies) {
        for (int cut = 0; cut <= reply.length(); cut++) {
          parser.reset();
          body.begun = 0;
          parser.parse(ByteBuffer.wrap(bytes(before)));
          body.bytes.reset();
          body.begun = 0;
          parser.reset();
          ByteBuffer piece = ByteBuffer.allocateDirect(reply.length()).put(bytes(reply));
          if (!parser.parse(piece.flip().limit(cut))) {
            parser.parse(piece.limit(reply.length()));
          }
          Seen alone = parse(reply);
          assertThat(body.bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(alone.body());
          assertThat(parser.status()).isEqualTo(alone.status());
          assertThat(parser.keepsAlive()).isEqualTo(alone.keepsAlive());
          assertThat(parser.isMalformed() ? parser.problem() : "").isEqualTo(alone.problem());
        }
      }
    }
  }

  @Test
  void parse_neverThrowsOrRunsOn_whateverItIsGiven() {
    Random random = new Random(20260101);
    String pieces =
        "HTTP/1.1 200 OK\r\n|\r\n|:| |0|9|f|Content-Length: |Transfer-Encoding: chunked|";
    String[] words = pieces.split("\\|", -1);
    int complete = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = bytes(REPLIES.get(random.nextInt(REPLIES.size())));
      int kind = random.nextInt(4);
      if (kind == 0) {
        random.nextBytes(bytes);
      } else if (kind == 1) {
        StringBuilder text = new StringBuilder(OK);
        for (int i = random.nextInt(12); i > 0; i--) {
          text.append(words[random.nextInt(words.length)]);
        }
        bytes = bytes(text.toString());
      } else {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
      int cut = random.nextInt(bytes.length + 1);
      Seen cutSeen = parse(bytes, true, cut);
      assertThat(cutSeen).isEqualTo(parse(bytes, true));
      assertThat(cutSeen.left()).isLessThanOrEqualTo(bytes.length);
      complete += cutSeen.problem().isEmpty() ? 1 : 0;
    }
    // The rounds reach both ends: replies that are understood, and ones that are not.
    assertThat(complete).isBetween(1_000, 199_000);
  }

  @Test
  void reset_forgetsEverything_whenAReplyWasRead() {
    Body body = new Body();
    ReplyParser parser = new ReplyParser(body);
    for (String reply : REPLIES) {
      body.bytes.reset();
      body.begun = 0;
      parser.reset();
      assertThat(parser.hasBegun()).isFalse();
      parser.parse(ByteBuffer.wrap(bytes(reply)));
      assertThat(body.bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(parse(reply).body());
      assertThat(parser.isDone()).isEqualTo(parse(reply).problem().isEmpty());
      assertThat(parser.keepsAlive()).isEqualTo(parse(reply).keepsAlive());
    }
  }
}
