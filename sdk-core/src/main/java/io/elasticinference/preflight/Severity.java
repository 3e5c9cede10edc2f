package io.elasticinference.preflight;

/** How much a {@link Finding} matters; the worst last. */
public enum Severity {
  /** As it should be. */
  OK,
  /** A deployment is possible; something may work worse than wished, or could not be seen. */
  WARNING,
  /** A deployment would fail, or the service would not work. */
  ERROR
}
