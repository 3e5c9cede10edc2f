package io.elasticinference.scaling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What trace files may look like, and what is said about those that are wrong. */
class TraceFilesTest {

  private static final long SECOND = 1_000_000_000L;

  private static TrafficTrace times(String csv) {
    return TrafficTrace.readTimestamps("t.csv", new ByteArrayInputStream(csv.getBytes(UTF_8)));
  }

  private static TrafficTrace rates(String csv) {
    return TrafficTrace.readRates("r.csv", new ByteArrayInputStream(csv.getBytes(UTF_8)), 1);
  }

  private static TraceFormatException refused(String csv) {
    return catchThrowableOfType(TraceFormatException.class, () -> times(csv));
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-11-16 18:17:03.98\n2023-11-16 18:17:05.48",
        "2023-11-16T18:17:03.9800000Z\n2023-11-16T18:17:05.48Z\n",
        "2023-11-17T02:17:03.98+08:00\n2023-11-16 18:17:05.480000000 +0000\n",
        "2023-11-17 02:17:03.98+08\n2023-11-16 18:17:05.48\n",
        "TIMESTAMP,tokens\r\n2023-11-16 18:17:03.98,7\r\n2023-11-16 18:17:05.48,9",
        "\uFEFFid,\"Time\"\n1,\"2023-11-16 18:17:03.98\"\n\n2,\"2023-11-16 18:17:05.48\"\n",
        "2023-11-16 18:17:05.48\n2023-11-16 18:17:03.98\n",
        "0\n1.5\n",
        "-3.25\n-1.75\n",
        "1700158623.98\n1700158625.48\n",
        "1700158623980\n1700158625480\n",
        "1700158623980000\n1700158625480000\n",
        "1700158623980000000\n1700158625480000000\n",
        "1.70015862398E9\n1.70015862548e9\n",
      })
  void readTimestamps_takesTheUsualForms(String csv) {
    assertThat(times(csv).arrivalNanos()).containsExactly(0, SECOND * 3 / 2);
  }

  @Test
  void readTimestamps_takesANamedColumn(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.csv.gz");
    Files.write(file, zipped("time,Started,x\n1,5,a\n2,7,\"b,c\"\n".getBytes(UTF_8)));

    assertThat(TrafficTrace.readTimestamps(file, "started").arrivalNanos())
        .containsExactly(0, 2 * SECOND);
    assertThat(TrafficTrace.readTimestamps(file).arrivalNanos()).containsExactly(0, SECOND);
    assertThatThrownBy(() -> TrafficTrace.readTimestamps(file, "ended"))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageEndingWith(
            "log.csv.gz, line 1: 'time,Started,x' (expected: a header line with a column ended)."
                + " Correct the line or remove it.");
  }

  @Test
  void readTimestamps_saysWhichLineIsWrong() {
    TraceFormatException wrong = refused("time,a\n2023-11-16 18:17:03,1\n\n16/11/2023,2\n");

    assertThat(wrong.line()).isEqualTo(4);
    assertThat(wrong)
        .hasMessage(
            "t.csv, line 4: '16/11/2023' (expected: a time such as 2023-11-16 18:17:03.98,"
                + " 2023-11-16T18:17:03+08:00 or seconds). Correct the line or remove it.");
    assertThat(wrong.hint()).isEqualTo("Correct the line or remove it.");
    assertThat(wrong.retryable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\nNaN\n",
        "1\n1e999999999\n",
        "1\n1e-999999999\n",
        "1\n99999999999999999999\n",
        "1\n2023-02-30 00:00:00\n",
        "1\n,5\n",
        "1\n\"2\n",
        "1\n0x10\n",
        "1\n2023-11-16 25:00:00\n",
      })
  void readTimestamps_refusesWhatIsNoTime(String csv) {
    assertThat(refused(csv).line()).isEqualTo(2);
  }

  @Test
  void readTimestamps_refusesATimeFarFromTheRest() {
    assertThat(refused("2023-11-16 18:17:03\n1970-01-01 00:00:00\n"))
        .hasMessageStartingWith(
            "t.csv, line 2: '1970-01-01 00:00:00' (expected: a time within ten years of the first");
  }

  @Test
  void readTimestamps_refusesAFileWithoutRequests() {
    for (String csv : new String[] {"", "\n\n", "timestamp\n"}) {
      TraceFormatException wrong = refused(csv);
      assertThat(wrong.line()).isZero();
      assertThat(wrong).hasMessageStartingWith("t.csv: no requests");
    }
  }

  @Test
  void readTimestamps_refusesALineWithoutTheColumn() {
    assertThat(refused("a,time\n1,2\n3\n"))
        .hasMessageStartingWith("t.csv, line 3: '3' (expected: at least 2 columns)");
  }

  @Test
  void readTimestamps_refusesAnEndlessLine() {
    TraceFormatException wrong = refused("1\n" + "x".repeat(1_000_000));

    assertThat(wrong.line()).isEqualTo(2);
    assertThat(wrong.getMessage()).hasSizeLessThan(250).contains("at most 65536 characters");
  }

  @Test
  void messages_showNothingThatATerminalActsOn() {
    assertThat(refused("1\n\u001b[31mred\u202e\n").getMessage()).contains("'?[31mred?'");
  }

  @Test
  void readTimestamps_refusesWhatIsNotThereOrBroken(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.csv");
    assertThatThrownBy(() -> TrafficTrace.readTimestamps(missing))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("missing.csv: cannot be read")
        .hasMessageEndingWith(
            "(expected: a CSV file). Give the path of one that exists and that this user may"
                + " read.");

    Path cut = folder.resolve("cut.csv.gz");
    byte[] whole = zipped("1\n2\n3\n4\n".getBytes(UTF_8));
    Files.write(cut, Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> TrafficTrace.readTimestamps(cut))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("cut.csv.gz: cannot be unzipped")
        .hasMessageEndingWith("Get it again: gzip -t says whether a file is whole.");

    assertThatThrownBy(() -> TrafficTrace.readTimestamps(folder))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(folder + ": cannot be read")
        .hasMessageNotContaining("gzip");
  }

  @Test
  void readRates_makesRequestsAtThoseRates() {
    TrafficTrace trace =
        rates("minute,qps\n2026-01-01 00:00:00,50\n2026-01-01 00:10:00,0\n2026-01-01 00:20:00,10");
    double[] rates = trace.rates(Duration.ofMinutes(10));

    assertThat(trace.duration()).isEqualTo(Duration.ofMinutes(30));
    assertThat(rates[0]).isCloseTo(50, withPercentage(3));
    assertThat(rates[1]).isZero();
    assertThat(rates[2]).isCloseTo(10, withPercentage(6));
  }

  @Test
  void readRates_takesColumnsByTheirNames() {
    assertThat(rates("rate,time\n100,0\n100,60\n").meanRate()).isCloseTo(100, withPercentage(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,1\n0,2\n", "0,1\n-1,2\n", "0,1\n1,-2\n", "0,1\n1,NaN\n", "0,1\n1,\n"})
  void readRates_saysWhichLineIsWrong(String csv) {
    TraceFormatException wrong = catchThrowableOfType(TraceFormatException.class, () -> rates(csv));

    assertThat(wrong.line()).isEqualTo(2);
  }

  @Test
  void readRates_refusesASingleRate() {
    assertThatThrownBy(() -> rates("0,5\n"))
        .hasMessageStartingWith("r.csv: 1 rates (expected: at least 2).");
  }

  /** Seeded; a failing seed is in the message. */
  @Test
  void readers_throwNothingElseWhateverTheFile() {
    String alphabet = "0123456789.:-+eETZ, \"\n\r\t\u0000\uFEFFtimestamp\u001f\u008b";
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String csv = text.toString();
      byte[] bytes = csv.getBytes(seed % 2 == 0 ? UTF_8 : ISO_8859_1);
      try {
        TrafficTrace.readTimestamps("x", new ByteArrayInputStream(bytes));
      } catch (TraceFormatException expected) {
        assertThat(expected.getMessage()).startsWith("x");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + csv, e);
      }
    }
  }
}
