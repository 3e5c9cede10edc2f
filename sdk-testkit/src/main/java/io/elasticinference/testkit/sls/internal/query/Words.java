package io.elasticinference.testkit.sls.internal.query;

import java.util.ArrayList;
import java.util.List;

/** Parts values into words at an index's delimiters. */
final class Words {

  private final boolean[] ascii = new boolean[128];
  private final String delimiters;

  Words(String delimiters) {
    this.delimiters = delimiters;
    delimiters.chars().filter(c -> c < ascii.length).forEach(c -> ascii[c] = true);
  }

  /** Tells whether any word of the value matches. */
  boolean anyMatch(String value, WordPattern pattern) {
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || isDelimiter(value.charAt(i))) {
        if (i > start && pattern.matches(value, start, i)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** Parts what is looked for; wildcards part no words, even where they are delimiters. */
  List<String> split(String value, boolean wildcards) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || parts(value.charAt(i), wildcards)) {
        if (i > start) {
          words.add(value.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  private boolean parts(char c, boolean wildcards) {
    return isDelimiter(c) && !(wildcards && (c == '*' || c == '?'));
  }

  private boolean isDelimiter(char c) {
    return c < ascii.length ? ascii[c] : delimiters.indexOf(c) >= 0;
  }
}
