package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.internal.query.QueryException;
import io.elasticinference.testkit.sls.internal.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parts a statement into tokens; what is no token of a query is refused here. */
final class SqlLexer {

  private static final Set<String> KEYWORDS =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "FROM",
          "WHERE",
          "GROUP",
          "BY",
          "HAVING",
          "ORDER",
          "ASC",
          "DESC",
          "NULLS",
          "FIRST",
          "LAST",
          "LIMIT",
          "OFFSET",
          "UNION",
          "JOIN",
          "INNER",
          "LEFT",
          "RIGHT",
          "OUTER",
          "CROSS",
          "ON",
          "AS",
          "AND",
          "OR",
          "NOT",
          "IN",
          "IS",
          "NULL",
          "TRUE",
          "FALSE",
          "BETWEEN",
          "LIKE",
          "ESCAPE",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END");

  private static final List<String> SYMBOLS =
      List.of(
          "<>", "!=", "<=", ">=", "||", "(", ")", ",", ".", "+", "-", "*", "/", "%", "=", "<", ">");

  private final String text;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int position;

  private SqlLexer(String text) {
    this.text = text;
  }

  static List<SqlToken> tokens(String text) {
    SqlLexer lexer = new SqlLexer(text);
    while (lexer.position < text.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    char c = text.charAt(position);
    if (Character.isWhitespace(c)) {
      position++;
    } else if (c == '\'') {
      tokens.add(new SqlToken(Kind.STRING, quoted(c)));
    } else if (c == '"') {
      tokens.add(new SqlToken(Kind.QUOTED_NAME, quoted(c).toLowerCase(Locale.ROOT)));
    } else if (isDigit(c)
        || (c == '.' && position + 1 < text.length() && isDigit(text.charAt(position + 1)))) {
      tokens.add(new SqlToken(Kind.NUMBER, number()));
    } else if (Character.isLetter(c) || c == '_') {
      word();
    } else {
      symbol();
    }
  }

  private void word() {
    int start = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
      position++;
    }
    String word = text.substring(start, position);
    String upper = word.toUpperCase(Locale.ROOT);
    tokens.add(KEYWORDS.contains(upper) ? new SqlToken(Kind.KEYWORD, upper) : SqlToken.name(word));
  }

  private void symbol() {
    if (text.startsWith("--", position) || text.startsWith("/*", position)) {
      throw new QueryException("comments are not allowed in an analytic statement");
    }
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, position)) {
        tokens.add(new SqlToken(Kind.SYMBOL, symbol));
        position += symbol.length();
        return;
      }
    }
    if (text.substring(position).isBlank() || text.substring(position).strip().equals(";")) {
      position = text.length();
      return;
    }
    throw new QueryException(
        "line 1:" + (position + 1) + ": unexpected character '" + text.charAt(position) + "'");
  }

  private String number() {
    int start = position;
    while (position < text.length()
        && (isDigit(text.charAt(position)) || text.charAt(position) == '.')) {
      position++;
    }
    if (position < text.length() && "eE".indexOf(text.charAt(position)) >= 0) {
      position++;
      if (position < text.length() && "+-".indexOf(text.charAt(position)) >= 0) {
        position++;
      }
      while (position < text.length() && isDigit(text.charAt(position))) {
        position++;
      }
    }
    return text.substring(start, position);
  }

  /** A quotation mark within is written twice. */
  private String quoted(char mark) {
    StringBuilder content = new StringBuilder();
    int start = position + 1;
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == mark) {
        if (position + 1 == text.length() || text.charAt(position + 1) != mark) {
          position++;
          return content.toString();
        }
        position++;
      }
      content.append(c);
    }
    throw new QueryException("line 1:" + start + ": missing closing quotation mark");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
