package io.elasticinference.testkit.adapter;

import java.util.ArrayDeque;
import java.util.Deque;

/** Cuts a label selector into words, operators and punctuation. The end is an empty token. */
final class SelectorLexer {

  private static final String PUNCTUATION = "=!(),<>";
  private final Deque<String> tokens = new ArrayDeque<>();

  SelectorLexer(String text) {
    int at = 0;
    while (at < text.length()) {
      int start = at;
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
        continue;
      }
      if (text.startsWith("==", at) || text.startsWith("!=", at)) {
        at += 2;
      } else if (isPunctuation(c)) {
        at++;
      } else {
        while (at < text.length() && !isSpace(text.charAt(at)) && !isPunctuation(text.charAt(at))) {
          at++;
        }
      }
      tokens.add(text.substring(start, at));
    }
  }

  /** Shows the next token and leaves it. */
  String peek() {
    return tokens.isEmpty() ? "" : tokens.element();
  }

  /** Takes the next token. */
  String next() {
    return tokens.isEmpty() ? "" : tokens.remove();
  }

  /** Takes the next token if it is this one. */
  boolean take(String token) {
    boolean same = peek().equals(token);
    if (same) {
      next();
    }
    return same;
  }

  static boolean isWord(String token) {
    return !token.isEmpty() && !isPunctuation(token.charAt(0));
  }

  private static boolean isPunctuation(char c) {
    return PUNCTUATION.indexOf(c) >= 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
