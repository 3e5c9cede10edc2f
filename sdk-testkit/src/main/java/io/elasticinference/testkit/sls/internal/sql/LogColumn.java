package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.FieldType;
import io.elasticinference.testkit.sls.internal.query.Numbers;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.sql.Types;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table {@code log}.
 *
 * @param name its name in statements, in lower case
 * @param key the key of its values in the rows
 * @param type its type
 */
record LogColumn(String name, String key, FieldType type) {

  static final String TIME = "__time__";

  int sqlType() {
    return switch (type) {
      case TEXT -> Types.VARCHAR;
      case LONG -> Types.BIGINT;
      case DOUBLE -> Types.DOUBLE;
    };
  }

  /** Reads a row's value; what is no number is null in a column of numbers. */
  @Nullable Object value(LogRow row) {
    if (name.equals(TIME)) {
      return (long) row.time();
    }
    String value = row.value(key);
    if (value == null || type == FieldType.TEXT) {
      return value;
    }
    OptionalDouble number = Numbers.parse(value);
    if (number.isEmpty()) {
      return null;
    }
    return type == FieldType.LONG
        ? (Object) (long) number.getAsDouble()
        : (Object) number.getAsDouble();
  }
}
