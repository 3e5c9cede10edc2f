package io.elasticinference.preflight;

import java.util.Comparator;
import java.util.List;

/**
 * All that a look before a deployment found.
 *
 * @param service the service's name
 * @param findings each thing that was looked at, the worst first
 * @see io.elasticinference.InferenceBuilder#preflight()
 */
public record PreflightReport(String service, List<Finding> findings) {

  /** Sorts the findings, the worst first, else as they come. */
  public PreflightReport {
    findings =
        findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
  }

  /**
   * Whether nothing is in the way of a deployment.
   *
   * @return true where there is no {@link Severity#ERROR}; warnings may be there
   */
  public boolean ok() {
    return of(Severity.ERROR).isEmpty();
  }

  /**
   * The findings of one severity.
   *
   * @param severity how much they matter
   * @return those findings
   */
  public List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /**
   * A table with a row for each finding; below one that is not ok what was expected, and the fix.
   */
  @Override
  public String toString() {
    int width = findings.stream().mapToInt(finding -> finding.object().length()).max().orElse(0);
    StringBuilder table = new StringBuilder("Preflight of service '").append(service).append("': ");
    table.append(of(Severity.OK).size()).append(" ok, ");
    table.append(of(Severity.WARNING).size()).append(" to be minded, ");
    table.append(of(Severity.ERROR).size()).append(" in the way\n");
    String indent = " ".repeat(9 + width + 2);
    for (Finding finding : findings) {
      table.append(pad(finding.severity().toString(), 9)).append(pad(finding.object(), width + 2));
      table.append(finding.observed()).append('\n');
      if (!finding.expected().isEmpty()) {
        table.append(indent).append("expected: ").append(finding.expected()).append('\n');
      }
      if (!finding.fix().isEmpty()) {
        table.append(indent).append("fix: ").append(finding.fix()).append('\n');
      }
    }
    return table.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
