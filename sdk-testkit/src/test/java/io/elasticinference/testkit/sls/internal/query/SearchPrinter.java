package io.elasticinference.testkit.sls.internal.query;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a tree as text, with every parenthesis. */
final class SearchPrinter {

  private SearchPrinter() {}

  static String print(Search search) {
    if (search instanceof Search.Not not) {
      return "not " + nested(not.operand());
    } else if (search instanceof Search.And and) {
      return join(and.operands(), " and ");
    } else if (search instanceof Search.Or or) {
      return join(or.operands(), " or ");
    } else if (search instanceof Search.Exists exists) {
      return quote(exists.field()) + ": *";
    } else if (search instanceof Search.Range range) {
      return print(range);
    } else if (search instanceof Search.Word word) {
      String text =
          switch (word.kind()) {
            case BARE -> word.word();
            case QUOTED -> quote(word.word());
            case PHRASE -> "#" + quote(word.word());
          };
      return word.field() == null ? text : quote(word.field()) + ": " + text;
    }
    return "*";
  }

  private static String print(Search.Range range) {
    String field = quote(range.field());
    if (range.low() == Double.NEGATIVE_INFINITY) {
      return field + (range.highIncluded() ? " <= " : " < ") + range.high();
    }
    if (range.high() == Double.POSITIVE_INFINITY) {
      return field + (range.lowIncluded() ? " >= " : " > ") + range.low();
    }
    String open = range.lowIncluded() ? "[" : "(";
    String close = range.highIncluded() ? "]" : ")";
    return field + " in " + open + range.low() + " " + range.high() + close;
  }

  private static String join(List<Search> operands, String operator) {
    return operands.stream().map(SearchPrinter::nested).collect(Collectors.joining(operator));
  }

  private static String nested(Search search) {
    return "(" + print(search) + ")";
  }

  private static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
