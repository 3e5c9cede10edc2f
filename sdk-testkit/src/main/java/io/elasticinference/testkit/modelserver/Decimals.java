package io.elasticinference.testkit.modelserver;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes floating-point numbers as TensorFlow Serving does: six digits where they read back as the
 * same number, else as many as make that sure, and always with a point or an exponent
 * (tensorflow_serving/util/json_tensor.cc, {@code WriteDecimal}).
 */
final class Decimals {
  private static final int SHORT = 6;
  private static final int EXACT_FLOAT = 9;
  private static final int EXACT_DOUBLE = 17;

  private Decimals() {}

  static String text(double value, DataType type) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    String digits = general(value, SHORT);
    boolean same =
        type == DataType.FLOAT
            ? Float.parseFloat(digits) == (float) value
            : Double.parseDouble(digits) == value;
    if (!same) {
      digits = general(value, type == DataType.FLOAT ? EXACT_FLOAT : EXACT_DOUBLE);
    }
    return digits.indexOf('.') < 0 && digits.indexOf('e') < 0 ? digits + ".0" : digits;
  }

  /** Returns what C's {@code %.*g} prints. */
  static String general(double value, int precision) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(precision, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal stripped = rounded.stripTrailingZeros();
    if (exponent >= -4 && exponent < precision) {
      return stripped.toPlainString();
    }
    String mantissa = stripped.movePointLeft(exponent).toPlainString();
    return mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
