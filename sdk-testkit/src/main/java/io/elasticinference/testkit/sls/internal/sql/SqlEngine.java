package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.FieldType;
import io.elasticinference.testkit.sls.IndexField;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.query.QueryException;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Answers analytic statements with an H2 of its own, in memory. Thread-safe. */
public final class SqlEngine implements AutoCloseable {

  private static final int DEFAULT_ROWS = 100;
  private static final int TIMEOUT_SECONDS = 20;
  private static final int MAX_LENGTH = 64 * 1024;

  private final String url = "jdbc:h2:mem:sls-" + UUID.randomUUID();
  private final String password = UUID.randomUUID().toString();
  private final Connection owner;

  /** Starts the engine. */
  public SqlEngine() {
    try {
      owner = DriverManager.getConnection(url + ";DB_CLOSE_ON_EXIT=FALSE", "OWNER", password);
      try (Statement setup = owner.createStatement()) {
        setup.execute("CREATE ALIAS SLS_LOG FOR '" + LogTable.class.getName() + ".rows'");
        alias(setup, "SLS_TRY_BIGINT", "bigint");
        alias(setup, "SLS_TRY_DOUBLE", "number");
        aggregate(setup, "SLS_SUM", SumAggregate.class);
        aggregate(setup, "SLS_AVG", AverageAggregate.class);
        aggregate(setup, "SLS_PERCENTILE", PercentileAggregate.class);
        setup.execute("CREATE USER READER PASSWORD '" + password + "'");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The SQL engine of the local SLS did not start", e);
    }
  }

  private static void alias(Statement setup, String name, String method) throws SQLException {
    setup.execute(
        "CREATE ALIAS "
            + name
            + " DETERMINISTIC FOR '"
            + TryCast.class.getName()
            + "."
            + method
            + "'");
  }

  private static void aggregate(Statement setup, String name, Class<?> implementation)
      throws SQLException {
    setup.execute("CREATE AGGREGATE " + name + " FOR '" + implementation.getName() + "'");
  }

  /**
   * Answers a statement.
   *
   * @param statement the text after the bar
   * @param index the log store's index, which says what the columns are
   * @param rows the rows that the search has found
   * @return the answer; at most 100 rows if the statement sets no limit
   * @throws QueryException if the statement is refused or fails
   */
  public SqlResult query(String statement, LogIndex index, List<LogRow> rows) {
    if (statement.length() > MAX_LENGTH) {
      throw new QueryException("the analytic statement is longer than 64 KB");
    }
    try (LogTable table = LogTable.open(rows)) {
      Translation translation = SqlTranslator.translate(statement, table.expression());
      table.columns(
          columns(index).stream()
              .filter(c -> translation.allColumns() || translation.names().contains(c.name()))
              .toList());
      return run(translation);
    }
  }

  private SqlResult run(Translation translation) {
    try (Connection reader = DriverManager.getConnection(url, "READER", password);
        Statement statement = reader.createStatement()) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      if (!translation.limited()) {
        statement.setMaxRows(DEFAULT_ROWS);
      }
      try (ResultSet result = statement.executeQuery(translation.sql())) {
        return read(result);
      }
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  private static List<LogColumn> columns(LogIndex index) {
    List<LogColumn> columns = new ArrayList<>();
    columns.add(new LogColumn(LogColumn.TIME, LogColumn.TIME, FieldType.LONG));
    columns.add(new LogColumn("__topic__", "__topic__", FieldType.TEXT));
    columns.add(new LogColumn("__source__", "__source__", FieldType.TEXT));
    for (Map.Entry<String, IndexField> field : index.fields().entrySet()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (columns.stream().noneMatch(c -> c.name().equals(name))) {
        columns.add(new LogColumn(name, field.getKey(), field.getValue().type()));
      }
    }
    return columns;
  }

  private static SqlResult read(ResultSet result) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> labels = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i));
      types.add(typeName(meta.getColumnType(i)));
    }
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= labels.size(); i++) {
        row.add(text(result.getObject(i)));
      }
      rows.add(row);
    }
    return new SqlResult(labels, types, rows);
  }

  private static String typeName(int type) {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> "bigint";
      case Types.BOOLEAN -> "boolean";
      case Types.VARCHAR, Types.CHAR -> "varchar";
      default -> "double";
    };
  }

  private static String text(@Nullable Object value) {
    return value instanceof BigDecimal decimal
        ? Double.toString(decimal.doubleValue())
        : String.valueOf(value);
  }

  private static QueryException explained(SQLException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    int end = message.indexOf("; SQL statement:");
    String first = (end < 0 ? message : message.substring(0, end)).replace("\n", " ");
    return switch (e.getErrorCode()) {
      case ErrorCode.COLUMN_NOT_FOUND_1 ->
          new QueryException(
              first.replaceFirst(
                      "^Column \"+([^\"]*)\"+ not found$", "Column '$1' cannot be resolved")
                  + ";please add the column in the index attribute");
      case ErrorCode.SYNTAX_ERROR_1, ErrorCode.SYNTAX_ERROR_2 ->
          new QueryException("mismatched input in the analytic statement");
      default -> new QueryException(first);
    };
  }

  @Override
  public void close() {
    try (Connection closing = owner;
        Statement shutdown = closing.createStatement()) {
      shutdown.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      throw new IllegalStateException("The SQL engine of the local SLS did not stop", e);
    }
  }
}
