package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.internal.query.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds its way in a list of tokens by parentheses. */
final class Tokens {

  private static final int MAX_DEPTH = 64;

  private Tokens() {}

  /** Refuses a list whose parentheses do not pair, or that is nested too deep. */
  static void checkParentheses(List<SqlToken> tokens) {
    int depth = 0;
    for (SqlToken token : tokens) {
      depth += step(token);
      if (depth < 0 || depth > MAX_DEPTH) {
        break;
      }
    }
    if (depth != 0) {
      throw new QueryException("parentheses do not pair, or are nested more than 64 deep");
    }
  }

  /** Parts a list at the separators that stand in no parentheses. */
  static List<List<SqlToken>> split(List<SqlToken> tokens, String separator) {
    List<List<SqlToken>> parts = new ArrayList<>();
    int start = 0;
    for (int at = find(tokens, 0, t -> t.is(separator));
        at < tokens.size();
        at = find(tokens, start, t -> t.is(separator))) {
      parts.add(tokens.subList(start, at));
      start = at + 1;
    }
    parts.add(tokens.subList(start, tokens.size()));
    return parts;
  }

  /** Finds a token that stands in no parentheses; the size of the list when there is none. */
  static int find(List<SqlToken> tokens, int from, Predicate<SqlToken> wanted) {
    int depth = 0;
    for (int i = from; i < tokens.size(); i++) {
      if (depth == 0 && wanted.test(tokens.get(i))) {
        return i;
      }
      depth += step(tokens.get(i));
    }
    return tokens.size();
  }

  /** Finds the parenthesis that closes the one at a position. */
  static int closing(List<SqlToken> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += step(tokens.get(i));
      if (depth == 0) {
        return i;
      }
    }
    throw new QueryException("missing ')'");
  }

  static boolean startsWith(List<SqlToken> tokens, int at, String keywordOrSymbol) {
    return at < tokens.size() && tokens.get(at).is(keywordOrSymbol);
  }

  private static int step(SqlToken token) {
    return token.is("(") ? 1 : token.is(")") ? -1 : 0;
  }
}
