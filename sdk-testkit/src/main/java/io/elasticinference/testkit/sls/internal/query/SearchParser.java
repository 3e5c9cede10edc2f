package io.elasticinference.testkit.sls.internal.query;

import io.elasticinference.testkit.sls.internal.query.SearchToken.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a search: words, {@code field: value}, {@code field >= number}, {@code field in [1 2)},
 * with {@code and}, {@code or}, {@code not} and parentheses. {@code and} binds closer than {@code
 * or}; conditions beside each other are joined by {@code and}. Source: "Search syntax" of the
 * Simple Log Service user guide.
 */
public final class SearchParser {

  private static final int MAX_DEPTH = 100;

  private final List<SearchToken> tokens;
  private int position;
  private int depth;

  private SearchParser(List<SearchToken> tokens) {
    this.tokens = tokens;
  }

  /**
   * Parses a search.
   *
   * @param text the text before the bar; blank means every log
   * @return the tree
   * @throws QueryException if it cannot be understood
   */
  public static Search parse(String text) {
    SearchParser parser = new SearchParser(SearchLexer.tokens(text));
    if (parser.peek().kind() == Kind.END) {
      return new Search.All();
    }
    Search search = parser.or();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected("the end");
    }
    return search;
  }

  private Search or() {
    List<Search> operands = new ArrayList<>(List.of(and()));
    while (peek().isWord("or")) {
      position++;
      operands.add(and());
    }
    return operands.size() == 1 ? operands.get(0) : new Search.Or(List.copyOf(operands));
  }

  private Search and() {
    List<Search> operands = new ArrayList<>(List.of(not()));
    while (true) {
      if (peek().isWord("and")) {
        position++;
      } else if (peek().kind() == Kind.END || peek().isWord("or") || peek().isSymbol(")")) {
        break;
      }
      operands.add(not());
    }
    return operands.size() == 1 ? operands.get(0) : new Search.And(List.copyOf(operands));
  }

  private Search not() {
    if (++depth > MAX_DEPTH) {
      throw new QueryException("the search is nested more than " + MAX_DEPTH + " levels deep");
    }
    try {
      if (peek().isWord("not")) {
        position++;
        return new Search.Not(not());
      }
      if (peek().isSymbol("(")) {
        position++;
        Search inner = or();
        expect(")");
        return inner;
      }
      return condition();
    } finally {
      depth--;
    }
  }

  private Search condition() {
    SearchToken first = word("a condition");
    if (peek().isSymbol(":")) {
      position++;
      SearchToken value = word("a value");
      return isStar(value) ? new Search.Exists(first.text()) : toWord(first.text(), value);
    }
    if (peek().isWord("in") && isRangeStart(tokens.get(position + 1))) {
      position++;
      return range(first.text());
    }
    if (peek().kind() == Kind.SYMBOL && "<=>=".contains(peek().text())) {
      return comparison(first.text());
    }
    return isStar(first) ? new Search.All() : toWord(null, first);
  }

  private Search comparison(String field) {
    String operator = tokens.get(position++).text();
    double number = number();
    double infinity = Double.POSITIVE_INFINITY;
    return switch (operator) {
      case "<" -> new Search.Range(field, -infinity, true, number, false);
      case "<=" -> new Search.Range(field, -infinity, true, number, true);
      case ">" -> new Search.Range(field, number, false, infinity, true);
      case ">=" -> new Search.Range(field, number, true, infinity, true);
      default -> new Search.Range(field, number, true, number, true);
    };
  }

  private Search range(String field) {
    boolean lowIncluded = tokens.get(position++).isSymbol("[");
    double low = number();
    if (peek().isSymbol(",")) {
      position++;
    }
    double high = number();
    SearchToken end = tokens.get(position++);
    if (!end.isSymbol("]") && !end.isSymbol(")")) {
      position--;
      throw unexpected("']' or ')'");
    }
    return new Search.Range(field, low, lowIncluded, high, end.isSymbol("]"));
  }

  private double number() {
    SearchToken token = word("a number");
    if (token.kind() != Kind.BARE) {
      throw new QueryException(token + " is not a number");
    }
    return Numbers.parse(token.text())
        .orElseThrow(() -> new QueryException(token + " is not a number"));
  }

  private SearchToken word(String expected) {
    SearchToken token = peek();
    boolean operator = token.isWord("and") || token.isWord("or") || token.isWord("not");
    if (token.kind() == Kind.SYMBOL || token.kind() == Kind.END || operator) {
      throw unexpected(expected);
    }
    position++;
    return token;
  }

  private static Search toWord(@Nullable String field, SearchToken token) {
    Search.Kind kind =
        switch (token.kind()) {
          case QUOTED -> Search.Kind.QUOTED;
          case PHRASE -> Search.Kind.PHRASE;
          default -> Search.Kind.BARE;
        };
    if (kind == Search.Kind.BARE && "*?".indexOf(token.text().charAt(0)) >= 0) {
      throw new QueryException(token + " begins with a wildcard, which no index can find");
    }
    return new Search.Word(field, token.text(), kind);
  }

  private static boolean isStar(SearchToken token) {
    return token.kind() == Kind.BARE && token.text().equals("*");
  }

  private static boolean isRangeStart(SearchToken token) {
    return token.isSymbol("[") || token.isSymbol("(");
  }

  private void expect(String symbol) {
    if (!peek().isSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
    position++;
  }

  private SearchToken peek() {
    return tokens.get(position);
  }

  private QueryException unexpected(String expected) {
    return new QueryException("syntax error at " + peek() + " (expected: " + expected + ")");
  }
}
