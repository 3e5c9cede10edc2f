package io.elasticinference.testkit.adapter;

import java.util.List;

/**
 * What the log service answers.
 *
 * @param complete whether it was able to look at every log
 * @param rows the column {@code value} of each row
 */
record LogAnswer(boolean complete, List<String> rows) {

  LogAnswer {
    rows = List.copyOf(rows);
  }
}
