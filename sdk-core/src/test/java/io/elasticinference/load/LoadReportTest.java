package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadReportTest {
  @TempDir Path folder;

  @Test
  void writeHtml_escapesText_whereverItComesFrom() throws Exception {
    Path file = SampleReports.scaleOut().writeHtml(folder.resolve("report.html"));
    SampleReports.scaleOut().writeHtml(Path.of("target/sample-report.html"));
    String html = Files.readString(file);

    assertThat(html)
        .contains("status 503: &lt;b&gt;upstream &amp; &quot;busy&quot;&lt;/b&gt;")
        .doesNotContain("<b>upstream");
  }
}
