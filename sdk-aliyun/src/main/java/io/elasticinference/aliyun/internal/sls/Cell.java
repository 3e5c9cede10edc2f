package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.MetricsUnavailableException;
import java.util.Map;

/** Reads the cells of an answer, which are all text. */
final class Cell {

  private Cell() {}

  /** A number; 0 where there is none, as of an average of no lines. */
  static double number(Map<String, String> row, String column) {
    String value = row.get(column);
    if (value == null || value.isEmpty() || value.equals("null") || value.equals("NaN")) {
      return 0;
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new MetricsUnavailableException(
          "The log's answer: '" + value + "' in column " + column + " (expected: a number).",
          "Look at the log store's index: numbers are to be of type long or double.",
          false,
          e);
    }
  }
}
