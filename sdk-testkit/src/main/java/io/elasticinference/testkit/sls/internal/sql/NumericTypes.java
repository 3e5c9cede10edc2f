package io.elasticinference.testkit.sls.internal.sql;

import java.sql.SQLException;
import java.sql.Types;

/** Tells the types of an aggregate's arguments apart. */
final class NumericTypes {

  private NumericTypes() {}

  /** Tells whether a type is of whole numbers, and refuses what is no number. */
  static boolean isWhole(String function, int type) throws SQLException {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
      case Types.VARCHAR, Types.CHAR, Types.BOOLEAN ->
          throw new SQLException(
              "Unexpected parameters for function " + function + " (expected: numbers)");
      default -> false;
    };
  }

  /** Tells the same of a value; H2 asks one object for the type, and another for the result. */
  static boolean isWhole(Number number) {
    return number instanceof Long || number instanceof Integer;
  }
}
