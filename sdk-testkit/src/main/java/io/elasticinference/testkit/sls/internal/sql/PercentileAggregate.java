package io.elasticinference.testkit.sls.internal.sql;

import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import org.h2.api.AggregateFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code approx_percentile(value, quantile)}: the smallest value that at least this share of the
 * values does not exceed. Here it is exact; the service's is within its sketch's error of the same
 * value.
 */
public final class PercentileAggregate implements AggregateFunction {

  private boolean whole = true;
  private double[] values = new double[16];
  private int count;
  private double quantile = Double.NaN;

  /** Makes a percentile of nothing; H2 calls this. */
  public PercentileAggregate() {}

  @Override
  public int getType(int[] inputTypes) throws SQLException {
    return NumericTypes.isWhole("approx_percentile", inputTypes[0]) ? Types.BIGINT : Types.DOUBLE;
  }

  @Override
  public void add(Object arguments) throws SQLException {
    Object[] pair = (Object[]) arguments;
    if (pair[1] instanceof Number share) {
      quantile = share.doubleValue();
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new SQLException("percentile " + quantile + " (expected: 0 to 1)");
      }
    }
    if (pair[0] instanceof Number number) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = number.doubleValue();
      whole &= NumericTypes.isWhole(number);
    }
  }

  @Override
  public @Nullable Object getResult() {
    if (count == 0 || Double.isNaN(quantile)) {
      return null;
    }
    Arrays.sort(values, 0, count);
    double value = values[Math.max(0, (int) Math.ceil(quantile * count) - 1)];
    return whole ? (Object) (long) value : (Object) value;
  }
}
