package io.elasticinference.testkit.sls.internal.sql;

import java.sql.SQLException;
import java.sql.Types;
import org.h2.api.AggregateFunction;
import org.jspecify.annotations.Nullable;

/** {@code sum}: of whole numbers a whole number, else a double. H2's own gives a decimal. */
public final class SumAggregate implements AggregateFunction {

  private boolean whole = true;
  private boolean any;
  private long sum;
  private double doubleSum;

  /** Makes an empty sum; H2 calls this. */
  public SumAggregate() {}

  @Override
  public int getType(int[] inputTypes) throws SQLException {
    return NumericTypes.isWhole("sum", inputTypes[0]) ? Types.BIGINT : Types.DOUBLE;
  }

  @Override
  public void add(@Nullable Object value) {
    if (value instanceof Number number) {
      any = true;
      if (NumericTypes.isWhole(number)) {
        sum = Math.addExact(sum, number.longValue());
      } else {
        whole = false;
        doubleSum += number.doubleValue();
      }
    }
  }

  @Override
  public @Nullable Object getResult() {
    if (!any) {
      return null;
    }
    return whole ? (Object) sum : (Object) (doubleSum + sum);
  }
}
