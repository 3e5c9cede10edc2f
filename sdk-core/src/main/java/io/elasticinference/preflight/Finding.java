package io.elasticinference.preflight;

/**
 * What one look before a deployment found.
 *
 * @param severity how much it matters
 * @param object what was looked at, for example {@code Ingress class nginx}
 * @param observed what was found
 * @param expected what should be found; empty where it was
 * @param fix what to do about it; empty where nothing need be done
 */
public record Finding(
    Severity severity, String object, String observed, String expected, String fix) {

  /**
   * Says that something is as it should be.
   *
   * @param object what was looked at
   * @param observed what was found
   * @return the finding
   */
  public static Finding ok(String object, String observed) {
    return new Finding(Severity.OK, object, observed, "", "");
  }

  /**
   * Says that something is not as it should be, or cannot be seen, and may still do.
   *
   * @param object what was looked at
   * @param observed what was found
   * @param expected what should be found
   * @param fix what to do about it
   * @return the finding
   */
  public static Finding warning(String object, String observed, String expected, String fix) {
    return new Finding(Severity.WARNING, object, observed, expected, fix);
  }

  /**
   * Says that something is in the way.
   *
   * @param object what was looked at
   * @param observed what was found
   * @param expected what should be found
   * @param fix what to do about it
   * @return the finding
   */
  public static Finding error(String object, String observed, String expected, String fix) {
    return new Finding(Severity.ERROR, object, observed, expected, fix);
  }

  /** The finding in one line: {@code object: observed (expected: …). What to do.} */
  @Override
  public String toString() {
    String line = severity + " " + object + ": " + observed;
    return expected.isEmpty() ? line : line + " (expected: " + expected + "). " + fix;
  }
}
