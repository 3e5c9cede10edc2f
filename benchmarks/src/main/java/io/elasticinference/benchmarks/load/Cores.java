package io.elasticinference.benchmarks.load;

/** Who runs where. */
final class Cores {
  static final int SERVER = 0;
  static final int GENERATOR = 1;

  private Cores() {}
}
