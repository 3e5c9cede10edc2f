package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.internal.query.QueryException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that a statement may call, each with what H2 has in its place. */
final class SqlFunctions {

  private static final Map<String, Function> FUNCTIONS = new HashMap<>();

  private static final Map<String, String> TYPES =
      Map.of(
          "bigint", "BIGINT",
          "integer", "INTEGER",
          "double", "DOUBLE PRECISION",
          "real", "DOUBLE PRECISION",
          "varchar", "VARCHAR",
          "boolean", "BOOLEAN");

  static {
    same("COUNT", 1, 1);
    same("MIN", 1, 1);
    same("MAX", 1, 1);
    renamed("sum", "SLS_SUM", 1, 1);
    renamed("avg", "SLS_AVG", 1, 1);
    renamed("approx_percentile", "SLS_PERCENTILE", 2, 2);
    renamed("stddev", "STDDEV_SAMP", 1, 1);
    renamed("variance", "VAR_SAMP", 1, 1);
    FUNCTIONS.put("approx_distinct", new Function(1, 1, a -> "COUNT(DISTINCT " + a.get(0) + ")"));
    FUNCTIONS.put(
        "count_if", new Function(1, 1, a -> "COUNT(CASE WHEN " + a.get(0) + " THEN 1 END)"));
    FUNCTIONS.put("if", new Function(2, 3, SqlFunctions::branch));
    for (String numeric : List.of("ABS", "FLOOR", "SQRT", "LN", "LOG10", "EXP", "SIGN")) {
      same(numeric, 1, 1);
    }
    renamed("ceil", "CEILING", 1, 1);
    same("CEILING", 1, 1);
    same("ROUND", 1, 2);
    same("MOD", 2, 2);
    same("POWER", 2, 2);
    same("GREATEST", 2, 64);
    same("LEAST", 2, 64);
    same("COALESCE", 2, 64);
    same("NULLIF", 2, 2);
    same("LENGTH", 1, 1);
    same("LOWER", 1, 1);
    same("UPPER", 1, 1);
    same("TRIM", 1, 1);
    same("CONCAT", 2, 64);
    renamed("substr", "SUBSTRING", 2, 3);
    same("SUBSTRING", 2, 3);
    same("REPLACE", 2, 3);
  }

  private SqlFunctions() {}

  /** Writes a call with arguments that are translated already. */
  static String call(String name, List<String> arguments) {
    Function function = FUNCTIONS.get(name);
    if (function == null) {
      throw new QueryException("Function " + name + " not registered");
    }
    if (arguments.size() < function.least() || arguments.size() > function.most()) {
      throw new QueryException(
          "Unexpected number of parameters ("
              + arguments.size()
              + ") for function "
              + name
              + ". Expected: "
              + function.least()
              + (function.most() == function.least() ? "" : " to " + function.most()));
    }
    return function.translation().apply(arguments);
  }

  /** Names the type of a cast. */
  static String type(String name) {
    String type = TYPES.get(name);
    if (type == null) {
      throw new QueryException("Unknown type: " + name);
    }
    return type;
  }

  /** A cast that makes null of what does not fit; H2 has none, hence {@link TryCast}. */
  static String tryCast(String value, String type) {
    return switch (type) {
      case "BIGINT", "INTEGER" -> "CAST(SLS_TRY_BIGINT(" + value + ") AS " + type + ")";
      case "DOUBLE PRECISION" -> "SLS_TRY_DOUBLE(" + value + ")";
      default -> "CAST(" + value + " AS " + type + ")";
    };
  }

  private static String branch(List<String> a) {
    String otherwise = a.size() == 3 ? " ELSE " + a.get(2) : "";
    return "CASE WHEN " + a.get(0) + " THEN " + a.get(1) + otherwise + " END";
  }

  private static void same(String name, int least, int most) {
    renamed(name.toLowerCase(Locale.ROOT), name, least, most);
  }

  private static void renamed(String name, String h2Name, int least, int most) {
    FUNCTIONS.put(name, new Function(least, most, a -> h2Name + "(" + String.join(", ", a) + ")"));
  }

  private record Function(int least, int most, Translation translation) {}

  private interface Translation {
    String apply(List<String> arguments);
  }
}
