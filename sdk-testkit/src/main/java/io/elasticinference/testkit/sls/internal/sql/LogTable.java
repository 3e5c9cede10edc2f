package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.internal.store.LogRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.tools.SimpleResultSet;
import org.h2.tools.SimpleRowSource;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code log} of one statement. H2 reads the rows where they lie, by calling {@link
 * #rows}: nothing is copied into tables. H2 calls static methods only, hence the register.
 */
public final class LogTable implements AutoCloseable {

  private static final Map<Long, LogTable> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();

  private final long id = NEXT.incrementAndGet();
  private final List<LogRow> rows;
  private volatile List<LogColumn> columns = List.of();

  private LogTable(List<LogRow> rows) {
    this.rows = rows;
  }

  static LogTable open(List<LogRow> rows) {
    LogTable table = new LogTable(rows);
    OPEN.put(table.id, table);
    return table;
  }

  /** Writes the table's name for H2. */
  String expression() {
    return "SLS_LOG(" + id + ")";
  }

  /** Says which columns the statement reads; H2 is given no others. */
  void columns(List<LogColumn> read) {
    columns = List.copyOf(read);
  }

  /**
   * Answers a table's rows; H2 calls this.
   *
   * @param connection H2's connection, which says whether it wants the columns only
   * @param id which table
   * @return its rows
   * @throws SQLException if there is no such table
   */
  public static ResultSet rows(Connection connection, long id) throws SQLException {
    LogTable table = OPEN.get(id);
    if (table == null) {
      throw new SQLException("log table " + id + " is closed");
    }
    boolean columnsOnly = connection.getMetaData().getURL().equals("jdbc:columnlist:connection");
    return table.read(columnsOnly ? List.of() : table.rows);
  }

  private ResultSet read(List<LogRow> wanted) {
    List<LogColumn> read = columns;
    SimpleResultSet result = new SimpleResultSet(new Rows(wanted.iterator(), read));
    result.setAutoClose(false);
    for (LogColumn column : read) {
      result.addColumn(column.name(), column.sqlType(), 0, 0);
    }
    return result;
  }

  @Override
  public void close() {
    OPEN.remove(id);
  }

  private record Rows(Iterator<LogRow> rows, List<LogColumn> columns) implements SimpleRowSource {

    @Override
    public Object @Nullable [] readRow() {
      if (!rows.hasNext()) {
        return null;
      }
      LogRow row = rows.next();
      Object[] values = new Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns.get(i).value(row);
      }
      return values;
    }

    @Override
    public void close() {}

    @Override
    public void reset() throws SQLException {
      throw new SQLException("rows are read once");
    }
  }
}
