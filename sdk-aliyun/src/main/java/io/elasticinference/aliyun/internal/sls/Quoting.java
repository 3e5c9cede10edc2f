package io.elasticinference.aliyun.internal.sls;

/** Writes a text so that it stays a text in a query, whatever it holds. */
final class Quoting {

  private Quoting() {}

  /** For the search language, in which a backslash protects what follows. */
  static String search(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** For SQL, in which a quote is doubled. */
  static String sql(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
