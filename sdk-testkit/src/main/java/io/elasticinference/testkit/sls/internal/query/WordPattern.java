package io.elasticinference.testkit.sls.internal.query;

/** One word to look for; {@code *} and {@code ?} stand for other characters if it is bare. */
final class WordPattern {

  private final String word;
  private final boolean ignoreCase;
  private final boolean wild;

  WordPattern(String word, boolean caseSensitive, boolean wildcards) {
    this.word = word;
    this.ignoreCase = !caseSensitive;
    this.wild = wildcards && (word.indexOf('*') >= 0 || word.indexOf('?') >= 0);
  }

  boolean matches(String value, int start, int end) {
    if (!wild) {
      return end - start == word.length()
          && value.regionMatches(ignoreCase, start, word, 0, word.length());
    }
    int at = start;
    int in = 0;
    int star = -1;
    int retry = start;
    while (at < end) {
      if (in < word.length() && word.charAt(in) == '*') {
        star = in++;
        retry = at;
      } else if (in < word.length()
          && (word.charAt(in) == '?' || same(word.charAt(in), value.charAt(at)))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (in < word.length() && word.charAt(in) == '*') {
      in++;
    }
    return in == word.length();
  }

  private boolean same(char a, char b) {
    return a == b
        || (ignoreCase
            && Character.toLowerCase(Character.toUpperCase(a))
                == Character.toLowerCase(Character.toUpperCase(b)));
  }
}
