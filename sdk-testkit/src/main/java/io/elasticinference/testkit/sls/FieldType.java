package io.elasticinference.testkit.sls;

/** What an index makes of a field's values. */
public enum FieldType {
  /** Words, found by equality or by their beginning. */
  TEXT,
  /** Whole numbers, compared as numbers. */
  LONG,
  /** Numbers with a fraction, compared as numbers. */
  DOUBLE
}
