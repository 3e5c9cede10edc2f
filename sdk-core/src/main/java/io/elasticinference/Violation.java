package io.elasticinference;

/**
 * One thing that is wrong with a specification.
 *
 * @param name which setting, for example {@code autoscale.qps}
 * @param value what it was
 * @param expected what would have been right
 */
public record Violation(String name, String value, String expected) {

  /**
   * The violation in one line.
   *
   * @return {@code name: value (expected: …)}
   */
  @Override
  public String toString() {
    return name + ": " + value + " (expected: " + expected + ")";
  }
}
