package io.elasticinference.testkit.sls.internal.query;

/**
 * A piece of a search's text.
 *
 * @param kind what it is
 * @param text its characters, without quotation marks and escapes
 */
record SearchToken(Kind kind, String text) {

  enum Kind {
    BARE,
    QUOTED,
    PHRASE,
    SYMBOL,
    END
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isWord(String word) {
    return kind == Kind.BARE && text.equalsIgnoreCase(word);
  }

  @Override
  public String toString() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }
}
