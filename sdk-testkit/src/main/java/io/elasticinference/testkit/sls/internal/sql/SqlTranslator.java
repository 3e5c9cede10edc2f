package io.elasticinference.testkit.sls.internal.sql;

import static io.elasticinference.testkit.sls.internal.sql.Tokens.startsWith;

import io.elasticinference.testkit.sls.internal.query.QueryException;
import io.elasticinference.testkit.sls.internal.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds H2's statement from a client's. The dialect is that of the Simple Log Service: {@code from
 * log} may be left out, results without a name are called {@code _col0}, {@code _col1}, …, {@code
 * limit offset,count}, and {@code group by} takes aliases and positions.
 */
final class SqlTranslator {

  private static final List<String> CLAUSES =
      List.of("SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT");

  private static final List<String> JOINS =
      List.of("JOIN", "INNER", "LEFT", "RIGHT", "OUTER", "CROSS");

  private final String table;
  private final SqlExpressions expressions;

  private SqlTranslator(String table) {
    this.table = table;
    this.expressions = new SqlExpressions(this::query);
  }

  /**
   * Translates a statement.
   *
   * @param statement the client's text
   * @param table H2's expression for the table {@code log}
   * @return what to run, and what it reads
   */
  static Translation translate(String statement, String table) {
    List<SqlToken> tokens = SqlLexer.tokens(statement);
    Tokens.checkParentheses(tokens);
    SqlTranslator translator = new SqlTranslator(table);
    String sql = translator.query(tokens);
    boolean limited = Tokens.find(tokens, 0, t -> t.is("LIMIT")) < tokens.size();
    return new Translation(
        sql, translator.expressions.names(), translator.expressions.allColumns(), limited);
  }

  private String query(List<SqlToken> tokens) {
    StringBuilder sql = new StringBuilder();
    for (List<SqlToken> part : Tokens.split(tokens, "UNION")) {
      List<SqlToken> select = part;
      if (!sql.isEmpty()) {
        boolean all = startsWith(part, 0, "ALL");
        sql.append(all ? " UNION ALL " : " UNION ");
        select = all ? part.subList(1, part.size()) : part;
      }
      sql.append(select(select));
    }
    return sql.toString();
  }

  private String select(List<SqlToken> tokens) {
    if (!startsWith(tokens, 0, "SELECT")) {
      throw new QueryException("only SELECT statements are supported");
    }
    Map<String, List<SqlToken>> clauses = clauses(tokens);
    List<SqlToken> items = clauses.getOrDefault("SELECT", List.of());
    StringBuilder sql = new StringBuilder("SELECT ");
    if (startsWith(items, 0, "DISTINCT")) {
      sql.append("DISTINCT ");
      items = items.subList(1, items.size());
    }
    List<SelectItem> selected = SelectItem.all(items);
    sql.append(selected.stream().map(this::item).collect(Collectors.joining(", ")));
    List<SqlToken> from = clauses.get("FROM");
    sql.append(" FROM ").append(from == null ? table + " AS \"log\"" : from(from));
    for (String condition : List.of("WHERE", "HAVING")) {
      if (condition.equals("HAVING") && clauses.containsKey("GROUP")) {
        sql.append(" GROUP BY ").append(groups(by(clauses, "GROUP"), selected));
      }
      List<SqlToken> expression = clauses.get(condition);
      if (expression != null) {
        sql.append(' ').append(condition).append(' ').append(expressions.translate(expression));
      }
    }
    if (clauses.containsKey("ORDER")) {
      sql.append(" ORDER BY ").append(expressions.translate(by(clauses, "ORDER")));
    }
    List<SqlToken> limit = clauses.get("LIMIT");
    return sql.append(limit == null ? "" : limit(limit)).toString();
  }

  private static Map<String, List<SqlToken>> clauses(List<SqlToken> tokens) {
    Map<String, List<SqlToken>> clauses = new LinkedHashMap<>();
    int last = -1;
    int start = 0;
    while (start < tokens.size()) {
      String name = tokens.get(start).text();
      int order = CLAUSES.indexOf(name);
      if (order <= last) {
        throw new QueryException("mismatched input '" + name + "'");
      }
      last = order;
      int end =
          Tokens.find(
              tokens, start + 1, t -> t.kind() == Kind.KEYWORD && CLAUSES.contains(t.text()));
      clauses.put(name, tokens.subList(start + 1, end));
      start = end;
    }
    return clauses;
  }

  private static List<SqlToken> by(Map<String, List<SqlToken>> clauses, String name) {
    List<SqlToken> clause = clauses.getOrDefault(name, List.of());
    if (!startsWith(clause, 0, "BY")) {
      throw new QueryException("missing BY after " + name);
    }
    return clause.subList(1, clause.size());
  }

  private String item(SelectItem item) {
    if (item.star()) {
      expressions.readAllColumns();
      return item.tokens().stream()
          .map(t -> t.isName() ? SqlExpressions.quote(t.text()) : t.text())
          .collect(Collectors.joining());
    }
    return expressions.translate(item.tokens()) + " AS " + SqlExpressions.quote(item.label());
  }

  private String groups(List<SqlToken> tokens, List<SelectItem> selected) {
    List<String> groups = new ArrayList<>();
    for (List<SqlToken> group : Tokens.split(tokens, ",")) {
      boolean position = group.size() == 1 && group.get(0).kind() == Kind.NUMBER;
      groups.add(expressions.translate(position ? at(selected, group.get(0).text()) : group));
    }
    return String.join(", ", groups);
  }

  private static List<SqlToken> at(List<SelectItem> selected, String position) {
    for (int i = 0; i < selected.size(); i++) {
      if (position.equals(String.valueOf(i + 1))) {
        return selected.get(i).tokens();
      }
    }
    throw new QueryException("GROUP BY position " + position + " is not in select list");
  }

  private String from(List<SqlToken> tokens) {
    StringBuilder sql = new StringBuilder();
    boolean tableExpected = true;
    for (int i = 0; i < tokens.size(); ) {
      SqlToken token = tokens.get(i);
      if (tableExpected) {
        tableExpected = false;
        int end = token.is("(") ? Tokens.closing(tokens, i) : i;
        sql.append(token.is("(") ? "(" + query(tokens.subList(i + 1, end)) + ")" : log(token));
        int alias = startsWith(tokens, end + 1, "AS") ? end + 2 : end + 1;
        if (alias < tokens.size() && tokens.get(alias).isName()) {
          sql.append(" AS ").append(SqlExpressions.quote(tokens.get(alias).text()));
          end = alias;
        } else if (!token.is("(")) {
          sql.append(" AS \"log\"");
        }
        i = end + 1;
      } else if (token.is("ON")) {
        int end = Tokens.find(tokens, i + 1, SqlTranslator::beginsJoin);
        sql.append(" ON ").append(expressions.translate(tokens.subList(i + 1, end)));
        i = end;
      } else if (beginsJoin(token)) {
        sql.append(' ').append(token.text());
        tableExpected = token.is("JOIN") || token.is(",");
        sql.append(' ');
        i++;
      } else {
        throw new QueryException("mismatched input '" + token.text() + "' in FROM");
      }
    }
    return sql.toString();
  }

  private static boolean beginsJoin(SqlToken token) {
    return token.is(",") || (token.kind() == Kind.KEYWORD && JOINS.contains(token.text()));
  }

  private String log(SqlToken token) {
    if (!token.isName() || !token.text().equals("log")) {
      throw new QueryException("Table " + token.text() + " does not exist (expected: log)");
    }
    return table;
  }

  private static String limit(List<SqlToken> tokens) {
    List<String> numbers = new ArrayList<>();
    for (List<SqlToken> part : Tokens.split(tokens, ",")) {
      if (part.size() != 1
          || part.get(0).kind() != Kind.NUMBER
          || !part.get(0).text().matches("\\d{1,9}")) {
        throw new QueryException("LIMIT takes a number, or an offset and a number");
      }
      numbers.add(part.get(0).text());
    }
    if (numbers.size() > 2) {
      throw new QueryException("LIMIT takes a number, or an offset and a number");
    }
    int rows = Math.min(Integer.parseInt(numbers.get(numbers.size() - 1)), 1_000_000);
    return (numbers.size() == 2 ? " OFFSET " + numbers.get(0) + " ROWS" : "")
        + (" FETCH FIRST " + rows + " ROWS ONLY");
  }
}
