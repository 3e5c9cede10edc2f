package io.elasticinference.internal.load.report;

import io.elasticinference.load.LoadReport;

/** One standalone HTML file. */
public final class HtmlReport {
  private final LoadReport report;

  /**
   * Makes a writer.
   *
   * @param report any
   */
  public HtmlReport(LoadReport report) {
    this.report = report;
  }

  /**
   * The file's text.
   *
   * @return HTML
   */
  public String text() {
    return "<pre>" + report + "</pre>";
  }
}
