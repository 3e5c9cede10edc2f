package io.elasticinference.internal.scaling;

import static io.elasticinference.internal.scaling.Checks.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Numbers as Kubernetes' {@code resource.Quantity} holds them (apimachinery 0.36,
 * pkg/api/resource): decimal, no finer than 1e-9, rounded up.
 */
public final class Quantities {

  private static final int FINEST = 9;

  /** The suffixes' exponents are multiples of three: n, u, m, none, k, M, G. */
  private static final int STEP = 3;

  /** Its thousandths still fit into 64 bits. */
  private static final double LARGEST = 9e15;

  private Quantities() {}

  /** {@code MilliValue()}: whole thousandths, rounded up. */
  public static long milli(String name, double value) {
    check(value >= 0 && value <= LARGEST, name, value, "0 to " + LARGEST);
    return BigDecimal.valueOf(value)
        .setScale(FINEST, RoundingMode.CEILING)
        .movePointRight(3)
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }

  /**
   * {@code AsApproximateFloat64()} of the quantity after the API server has written it in canonical
   * form: an integer times a power of ten, so that 0.075 is 75 * 0.001, which is not always the
   * nearest double.
   */
  public static double approximate(double value) {
    BigDecimal exact =
        BigDecimal.valueOf(value).setScale(FINEST, RoundingMode.CEILING).stripTrailingZeros();
    int exponent = Math.floorDiv(-exact.scale(), STEP) * STEP;
    double base = exact.movePointLeft(exponent).doubleValue();
    return exponent == 0 ? base : base * power(exponent);
  }

  /** The double nearest to a power of ten, as Go's {@code math.Pow10} has it. */
  private static double power(int exponent) {
    return new BigDecimal(BigInteger.ONE, -exponent).doubleValue();
  }
}
