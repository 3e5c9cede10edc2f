package io.elasticinference.testkit.sls.internal.sql;

import java.sql.SQLException;
import java.sql.Types;
import org.h2.api.AggregateFunction;
import org.jspecify.annotations.Nullable;

/** {@code avg}: always a double. H2's own gives a decimal. */
public final class AverageAggregate implements AggregateFunction {

  private long count;
  private double sum;

  /** Makes an average of nothing; H2 calls this. */
  public AverageAggregate() {}

  @Override
  public int getType(int[] inputTypes) throws SQLException {
    NumericTypes.isWhole("avg", inputTypes[0]);
    return Types.DOUBLE;
  }

  @Override
  public void add(@Nullable Object value) {
    if (value instanceof Number number) {
      count++;
      sum += number.doubleValue();
    }
  }

  @Override
  public @Nullable Object getResult() {
    return count == 0 ? null : (Object) (sum / count);
  }
}
