package io.elasticinference.internal.telemetry;

/** Where numbers are kept: in one library or another. */
interface Meters {

  /** Adds to a counter. */
  void count(Row row, long amount);

  /** Writes down how long something took. */
  void time(Row row, long nanos);

  /** Sets a gauge; NaN for nothing to show. */
  void set(Row row, double value);

  /** Moves a gauge. */
  void change(Row row, long by);
}
