package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadReportViewTest {

  @Test
  void toHtml_hasTheChartsOfThePage_withoutScriptAndPageElements() {
    String html = SampleReports.scaleOut().toHtml();

    assertThat(html)
        .startsWith("<div class=\"ei-view\">")
        .contains("Requests per second", "Latency distribution", "Replicas", "1,380 of 1,400")
        .contains("status 503: &lt;b&gt;upstream &amp; &quot;busy&quot;&lt;/b&gt;")
        .doesNotContain("<script", "<body", "<html", "<main", "id=", "upstream & \"busy\"");
  }
}
