package io.elasticinference.testkit.sls.internal.sql;

import io.elasticinference.testkit.sls.internal.query.QueryException;
import java.util.ArrayList;
import java.util.List;

/**
 * One result of a select list.
 *
 * @param tokens its expression
 * @param label its name
 * @param star whether it stands for every column
 */
record SelectItem(List<SqlToken> tokens, String label, boolean star) {

  static List<SelectItem> all(List<SqlToken> list) {
    List<SelectItem> items = new ArrayList<>();
    for (List<SqlToken> item : Tokens.split(list, ",")) {
      items.add(of(item, items.size()));
    }
    return items;
  }

  private static SelectItem of(List<SqlToken> tokens, int position) {
    int size = tokens.size();
    if (size == 0) {
      throw new QueryException("empty select list");
    }
    SqlToken last = tokens.get(size - 1);
    if (last.is("*")
        && (size == 1 || (size == 3 && tokens.get(1).is(".") && tokens.get(0).isName()))) {
      return new SelectItem(tokens, "*", true);
    }
    if (!last.isName()) {
      return new SelectItem(tokens, "_col" + position, false);
    }
    if (size == 1 || (size == 3 && tokens.get(1).is(".") && tokens.get(0).isName())) {
      return new SelectItem(tokens, last.text(), false);
    }
    SqlToken before = tokens.get(size - 2);
    if (before.is("AS")) {
      return new SelectItem(tokens.subList(0, size - 2), last.text(), false);
    }
    if (before.endsOperand()) {
      return new SelectItem(tokens.subList(0, size - 1), last.text(), false);
    }
    return new SelectItem(tokens, "_col" + position, false);
  }
}
