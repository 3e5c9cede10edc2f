package io.elasticinference.internal.scaling;

/** Go's conversion from double to a 32-bit integer, where it is not Java's. */
final class GoInts {

  private GoInts() {}

  /**
   * {@code int32(x)} on amd64, where the controller runs: cut towards zero, and the smallest
   * integer for whatever does not fit, above as well as below (Java's cast takes the nearest).
   */
  static int int32(double x) {
    return x > Integer.MIN_VALUE - 1.0 && x < Integer.MAX_VALUE + 1.0 ? (int) x : Integer.MIN_VALUE;
  }
}
