package io.elasticinference.internal.load.report;

/** Writes JSON by hand: commas, escapes and numbers in one place. */
public final class Json {
  private final StringBuilder out = new StringBuilder();
  private boolean comma;

  /** Begins an object or array. */
  public Json begin(char bracket) {
    separate();
    out.append(bracket);
    comma = false;
    return this;
  }

  /** Ends an object or array. */
  public Json end(char bracket) {
    out.append(bracket);
    comma = true;
    return this;
  }

  /** Begins a member of an object. */
  public Json name(String name) {
    separate();
    quote(name);
    out.append(':');
    comma = false;
    return this;
  }

  /** A text. */
  public Json value(String text) {
    separate();
    quote(text);
    return this;
  }

  /** A whole number. */
  public Json value(long number) {
    separate();
    out.append(number);
    return this;
  }

  /** A number with at most so many decimals; JSON knows no infinity, so that is null. */
  public Json value(double number, int decimals) {
    separate();
    out.append(Double.isFinite(number) ? Numbers.plain(number, decimals) : "null");
    return this;
  }

  /** A text with its name. */
  public Json member(String name, String text) {
    return name(name).value(text);
  }

  /** A whole number with its name. */
  public Json member(String name, long number) {
    return name(name).value(number);
  }

  /** A number to the last bit, with its name. */
  public Json exact(String name, double number) {
    name(name);
    separate();
    out.append(number);
    return this;
  }

  /** A number with at most so many decimals, with its name. */
  public Json member(String name, double number, int decimals) {
    return name(name).value(number, decimals);
  }

  Json newLine() {
    if (comma) {
      out.append(',');
      comma = false;
    }
    out.append('\n');
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
    comma = true;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // The last three would end a script element or a line of JavaScript.
          if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
