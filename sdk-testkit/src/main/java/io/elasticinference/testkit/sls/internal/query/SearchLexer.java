package io.elasticinference.testkit.sls.internal.query;

import io.elasticinference.testkit.sls.internal.query.SearchToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parts a search's text into tokens. */
final class SearchLexer {

  private static final String SYMBOLS = "():[]<>=,";

  private final String text;
  private int position;

  private SearchLexer(String text) {
    this.text = text;
  }

  static List<SearchToken> tokens(String text) {
    SearchLexer lexer = new SearchLexer(text);
    List<SearchToken> tokens = new ArrayList<>();
    SearchToken token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private SearchToken next() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    if (position == text.length()) {
      return new SearchToken(Kind.END, "");
    }
    char c = text.charAt(position);
    if (c == '"') {
      return new SearchToken(Kind.QUOTED, quoted());
    }
    if (text.startsWith("#\"", position)) {
      position++;
      return new SearchToken(Kind.PHRASE, quoted());
    }
    if (text.startsWith(">=", position) || text.startsWith("<=", position)) {
      position += 2;
      return new SearchToken(Kind.SYMBOL, c + "=");
    }
    if (SYMBOLS.indexOf(c) >= 0) {
      position++;
      return new SearchToken(Kind.SYMBOL, String.valueOf(c));
    }
    int start = position;
    while (position < text.length() && isBare(text.charAt(position))) {
      position++;
    }
    return new SearchToken(Kind.BARE, text.substring(start, position));
  }

  private static boolean isBare(char c) {
    return !Character.isWhitespace(c) && c != '"' && SYMBOLS.indexOf(c) < 0;
  }

  private String quoted() {
    StringBuilder content = new StringBuilder();
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        return content.toString();
      }
      if (c == '\\'
          && position + 1 < text.length()
          && "\"\\".indexOf(text.charAt(position + 1)) >= 0) {
        position++;
        c = text.charAt(position);
      }
      content.append(c);
    }
    throw new QueryException("missing closing quotation mark");
  }
}
