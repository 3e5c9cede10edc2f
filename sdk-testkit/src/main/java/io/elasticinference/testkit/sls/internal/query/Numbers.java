package io.elasticinference.testkit.sls.internal.query;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads numbers as they stand in queries and logs: decimal, no suffixes, no names. */
public final class Numbers {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,3})?");

  private Numbers() {}

  /**
   * Reads a number.
   *
   * @param text maybe a number
   * @return the number, or nothing when the text is none
   */
  public static OptionalDouble parse(String text) {
    // Most values that are no number are "-" or empty: no regular expression for those.
    if (text.isEmpty() || text.equals("-") || !NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
