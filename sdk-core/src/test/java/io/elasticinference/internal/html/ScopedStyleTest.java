package io.elasticinference.internal.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScopedStyleTest {
  private final ScopedStyle style = new ScopedStyle(".own");

  @Test
  void of_putsEverySelectorUnderTheScope() {
    String css = style.of("body { margin: 0; }\nh1, .tile > b { color: red; }\n");

    assertThat(css)
        .contains(".own { margin: 0; }", ".own h1, .own .tile > b { color: red; }")
        .doesNotContain("body");
  }

  @Test
  void of_keepsMediaQueriesAroundTheirRules() {
    assertThat(style.of("@media (max-width: 560px) {\n  .a { b: c; }\n  .d { e: f; }\n}\n"))
        .contains("@media (max-width: 560px) {\n.own .a { b: c; }\n.own .d { e: f; }\n}");
  }

  @Test
  void of_followsTheThemeOfTheHostOverThatOfTheSystem() {
    String css =
        style.of(
            ":root { --a: light; }\n@media (prefers-color-scheme: dark) {\n :root { --a: dark; }\n}");

    assertThat(css)
        .containsSubsequence(
            ".own { --a: light; }",
            "@media (prefers-color-scheme: dark) {\n.own { --a: dark; }",
            "[data-jp-theme-light=\"true\"] .own, .vscode-light .own { --a: light; }",
            "[data-jp-theme-light=\"false\"] .own, .vscode-dark .own, .vscode-high-contrast .own"
                + " { --a: dark; }");
  }

  @Test
  void fragment_hasNoSelectorOutsideOfItself() {
    String css = Fragment.of(new Html()).replaceAll("(?s).*<style>|</style>.*", "");
    List<String> selectors =
        Pattern.compile("([^{};]+)\\{[^{}]*\\}")
            .matcher(css.replaceAll("@media[^{]*\\{", ""))
            .results()
            .flatMap(rule -> Pattern.compile(", ").splitAsStream(rule.group(1).replace("}", "")))
            .map(String::strip)
            .filter(selector -> !selector.startsWith("svg *"))
            .toList();

    assertThat(selectors).hasSizeGreaterThan(80).allMatch(s -> s.contains(".ei-view.ei-view"));
  }
}
