package io.elasticinference.testkit.sls.internal.sql;

import java.util.Locale;

/**
 * A piece of a statement.
 *
 * @param kind what it is
 * @param text a name in lower case, a literal's content, a keyword in upper case, or a symbol
 */
record SqlToken(Kind kind, String text) {

  enum Kind {
    NAME,
    QUOTED_NAME,
    KEYWORD,
    NUMBER,
    STRING,
    SYMBOL
  }

  boolean is(String keywordOrSymbol) {
    return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && text.equals(keywordOrSymbol);
  }

  boolean isName() {
    return kind == Kind.NAME || kind == Kind.QUOTED_NAME;
  }

  /** Tells whether an expression can end with this token. */
  boolean endsOperand() {
    return switch (kind) {
      case NAME, QUOTED_NAME, NUMBER, STRING -> true;
      case KEYWORD -> is("END") || is("NULL") || is("TRUE") || is("FALSE");
      case SYMBOL -> is(")");
    };
  }

  static SqlToken name(String text) {
    return new SqlToken(Kind.NAME, text.toLowerCase(Locale.ROOT));
  }
}
