package io.elasticinference.testkit.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads label selectors as Kubernetes writes them: {@code a=b,c==d,e!=f,g in (h,i),j notin
 * (k),l,!m, n>1}. Source: {@code labels.Parse} of k8s.io/apimachinery.
 */
final class LabelSelector {

  private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");
  private static final Pattern KEY =
      Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + NAME);
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

  private final SelectorLexer lexer;
  private final String text;

  private LabelSelector(String text) {
    this.text = text;
    this.lexer = new SelectorLexer(text);
  }

  /**
   * Reads a selector.
   *
   * @param text the selector; empty for every label
   * @return its requirements, in the order in which they stand
   * @throws ApiException (400) if it is none
   */
  static List<Requirement> parse(String text) {
    return new LabelSelector(text).requirements();
  }

  private List<Requirement> requirements() {
    List<Requirement> requirements = new ArrayList<>();
    if (lexer.peek().isEmpty()) {
      return requirements;
    }
    do {
      requirements.add(requirement());
    } while (lexer.take(","));
    if (!lexer.peek().isEmpty()) {
      throw expected("',' or the end", lexer.next());
    }
    return requirements;
  }

  private Requirement requirement() {
    boolean absent = lexer.take("!");
    String key = lexer.next();
    if (!KEY.matcher(key).matches()) {
      throw expected("a label's name", key);
    }
    String operator = lexer.peek();
    if (absent || operator.isEmpty() || operator.equals(",")) {
      return new Requirement(key, List.of());
    }
    lexer.next();
    return new Requirement(
        key,
        switch (operator) {
          case "=", "==", "!=" -> List.of(value());
          case "<", ">" -> List.of(integer());
          case "in", "notin" -> set();
          default -> throw expected("an operator", operator);
        });
  }

  private List<String> set() {
    if (!lexer.take("(")) {
      throw expected("'('", lexer.next());
    }
    if (lexer.peek().equals(")")) {
      throw expected("a value", ")");
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(value());
    } while (lexer.take(","));
    if (!lexer.take(")")) {
      throw expected("',' or ')'", lexer.next());
    }
    return values;
  }

  /** A value may be left out: {@code a=} is the empty one. */
  private String value() {
    String value = SelectorLexer.isWord(lexer.peek()) ? lexer.next() : "";
    if (!VALUE.matcher(value).matches()) {
      throw expected("a label's value of at most 63 characters", value);
    }
    return value;
  }

  private String integer() {
    String value = value();
    if (!INTEGER.matcher(value).matches()) {
      throw expected("a whole number", value);
    }
    return value;
  }

  private ApiException expected(String what, String found) {
    return ApiException.badRequest(
        "unable to parse labelSelector '"
            + text
            + "': found '"
            + found
            + "' (expected: "
            + what
            + ")");
  }
}
