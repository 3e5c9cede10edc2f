package io.elasticinference.testkit.sls.internal.sql;

import static io.elasticinference.testkit.sls.internal.sql.Tokens.startsWith;

import io.elasticinference.testkit.sls.internal.query.Numbers;
import io.elasticinference.testkit.sls.internal.query.QueryException;
import io.elasticinference.testkit.sls.internal.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes expressions for H2, and remembers which names they read. */
final class SqlExpressions {

  private final Function<List<SqlToken>, String> subqueries;
  private final Set<String> names = new HashSet<>();
  private boolean allColumns;

  SqlExpressions(Function<List<SqlToken>, String> subqueries) {
    this.subqueries = subqueries;
  }

  Set<String> names() {
    return names;
  }

  boolean allColumns() {
    return allColumns;
  }

  void readAllColumns() {
    allColumns = true;
  }

  static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  String translate(List<SqlToken> tokens) {
    if (tokens.isEmpty()) {
      throw new QueryException("an expression is missing");
    }
    List<String> sql = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      boolean call = token.kind() == Kind.NAME && startsWith(tokens, i + 1, "(");
      if (call || token.is("(")) {
        int open = call ? i + 1 : i;
        int close = Tokens.closing(tokens, open);
        List<SqlToken> inner = tokens.subList(open + 1, close);
        sql.add(call ? call(token.text(), inner) : "(" + parenthesised(inner) + ")");
        i = close;
      } else if (token.isName() && startsWith(tokens, i + 1, ".")) {
        sql.add(quote(token.text()) + ".");
        i++;
      } else {
        sql.add(single(token));
      }
    }
    return String.join(" ", sql);
  }

  private String parenthesised(List<SqlToken> inner) {
    return startsWith(inner, 0, "SELECT") ? subqueries.apply(inner) : translate(inner);
  }

  private String single(SqlToken token) {
    return switch (token.kind()) {
      case NAME, QUOTED_NAME -> {
        names.add(token.text());
        yield quote(token.text());
      }
      case STRING -> "'" + token.text().replace("'", "''") + "'";
      case NUMBER -> number(token.text());
      case KEYWORD -> token.text();
      case SYMBOL -> token.text();
    };
  }

  /** A literal with a fraction is a double here as there; a decimal would keep every digit. */
  private static String number(String text) {
    if (text.matches("\\d{1,18}")) {
      return text;
    }
    if (Numbers.parse(text).isEmpty()) {
      throw new QueryException("'" + text + "' is not a number");
    }
    return "CAST(" + text + " AS DOUBLE PRECISION)";
  }

  private String call(String name, List<SqlToken> inner) {
    if (name.equals("cast") || name.equals("try_cast")) {
      int as = Tokens.find(inner, 0, t -> t.is("AS"));
      if (as + 2 != inner.size() || !inner.get(as + 1).isName()) {
        throw new QueryException("mismatched input in cast(… as type)");
      }
      String type = SqlFunctions.type(inner.get(as + 1).text());
      String value = translate(inner.subList(0, as));
      return name.equals("cast")
          ? "CAST(" + value + " AS " + type + ")"
          : SqlFunctions.tryCast(value, type);
    }
    if (inner.size() == 1 && inner.get(0).is("*") && name.equals("count")) {
      return "COUNT(*)";
    }
    List<String> arguments =
        inner.isEmpty()
            ? List.of()
            : Tokens.split(inner, ",").stream().map(this::translate).collect(Collectors.toList());
    return SqlFunctions.call(name, arguments);
  }
}
