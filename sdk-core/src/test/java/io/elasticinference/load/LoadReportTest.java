package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The written reports against golden files; {@code -Dgolden.update=true} writes them anew. */
class LoadReportTest {
  private static final LoadReport REPORT = SampleReports.scaleOut();

  @TempDir Path folder;

  private static void assertGolden(String name, String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(Path.of("src/test/resources/io/elasticinference/load").resolve(name), text);
    }
    try (InputStream golden = LoadReportTest.class.getResourceAsStream(name)) {
      assertThat(golden).as(name).isNotNull();
      assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void writeHtml_isGolden() throws Exception {
    assertGolden(
        "scale-out.html", Files.readString(REPORT.writeHtml(folder.resolve("report.html"))));
  }

  @Test
  void writeCsv_isGolden() throws Exception {
    assertGolden("scale-out.csv", Files.readString(REPORT.writeCsv(folder.resolve("report.csv"))));
  }

  @Test
  void writeJson_isGolden_butForTheCompressedHistograms() throws Exception {
    String json = Files.readString(REPORT.writeJson(folder.resolve("report.json")));
    // How zlib packs the bytes is its own affair.
    assertGolden(
        "scale-out.json",
        json.replaceAll("\"hdrHistogram\":\"[^\"]+\"", "\"hdrHistogram\":\"...\""));
  }

  @Test
  void writeJson_carriesTheWholeHistogram() throws Exception {
    String json = Files.readString(REPORT.writeJson(folder.resolve("report.json")));
    Matcher matcher =
        Pattern.compile("\"latency\":\\{.*\"hdrHistogram\":\"([^\"]+)\"").matcher(json);
    assertThat(matcher.find()).isTrue();
    Histogram histogram =
        Histogram.decodeFromCompressedByteBuffer(
            ByteBuffer.wrap(Base64.getDecoder().decode(matcher.group(1))), 0);

    assertThat(histogram.getTotalCount()).isEqualTo(1380);
    assertThat(histogram.getMaxValue()).isEqualTo(REPORT.latency().max().toNanos());
  }

  @Test
  void toString_isGolden() throws Exception {
    assertGolden("scale-out.txt", REPORT + "\n");
  }

  @Test
  void writeHtml_escapesText_whereverItComesFrom() throws Exception {
    Timeline timeline = new Timeline();
    String evil = "</script><script>alert(1)</script><img src=x onerror='alert(\"2\")'>";
    timeline.mark(SampleReports.START, evil, evil);
    timeline.record(evil, evil, SampleReports.START, 1);
    timeline.record(evil, "req/s", SampleReports.START, 1);
    String html = Files.readString(REPORT.plus(timeline).writeHtml(folder.resolve("report.html")));

    assertThat(html)
        .contains("status 503: &lt;b&gt;upstream &amp; &quot;busy&quot;&lt;/b&gt;")
        .doesNotContain("<b>upstream", "<script>alert", "<img");
    // The two scripts of the page and no other.
    assertThat(html.split("<script", -1)).hasSize(3);
    assertThat(html.split("</script", -1)).hasSize(3);
  }

  @Test
  void writeHtml_asksForNothing_fromAnywhere() throws Exception {
    String html = Files.readString(REPORT.writeHtml(folder.resolve("report.html")));

    assertThat(html).contains("default-src 'none'");
    assertThat(html).doesNotContainPattern("(src|href)\\s*=").doesNotContain("url(", "@import");
  }

  @Test
  void plus_leavesTheReportAsItWas() {
    Timeline timeline = new Timeline();
    timeline.mark(SampleReports.START, "note", "one more");

    assertThat(REPORT.plus(timeline).marks()).hasSize(4);
    assertThat(REPORT.marks()).hasSize(3);
  }

  @Test
  void record_keepsFirstAndLast_whenAValueStays() {
    Timeline timeline = new Timeline();
    for (int i = 0; i < 5; i++) {
      timeline.record("ready", "replicas", SampleReports.START.plusSeconds(i), 2);
    }
    timeline.record("ready", "replicas", SampleReports.START.plusSeconds(9), 3);

    assertThat(timeline.series().get(0).points())
        .extracting(p -> p.time().getEpochSecond() - SampleReports.START.getEpochSecond())
        .containsExactly(0L, 4L, 9L);
  }
}
