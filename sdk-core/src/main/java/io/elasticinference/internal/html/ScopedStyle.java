package io.elasticinference.internal.html;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the style of a page of the SDK's own into one for a part of another page. Each selector is
 * put under the part's own, which also stands in for the page's root and body.
 *
 * <p>A notebook has a theme of its own, which need not be the one that the system prefers:
 * JupyterLab and its HTML export say so by {@code data-jp-theme-light} of their body, VS Code by
 * its classes. Where the host says nothing, the system's preference counts.
 */
final class ScopedStyle {
  /**
   * What the host's page says of tables, lists and so on; not of SVG, whose attributes are style.
   */
  private static final String RESET =
      " :where(:not(svg, svg *)) { all: revert; box-sizing: border-box; }\n";

  private static final String DARK_MEDIA = "@media (prefers-color-scheme: dark)";
  private static final List<String> LIGHT_HOSTS =
      List.of("[data-jp-theme-light=\"true\"]", ".vscode-light");
  private static final List<String> DARK_HOSTS =
      List.of("[data-jp-theme-light=\"false\"]", ".vscode-dark", ".vscode-high-contrast");

  /** A rule, or a media query with rules in it. */
  private static final Pattern BLOCK =
      Pattern.compile("\\s*([^{}]+?)\\s*\\{((?:[^{}]|\\{[^{}]*\\})*)\\}");

  private static final Pattern COMMA = Pattern.compile(",");

  private final String scope;
  private final StringBuilder hosts = new StringBuilder();

  ScopedStyle(String scope) {
    this.scope = scope;
  }

  /** The page's style for the part. */
  String of(String css) {
    hosts.setLength(0);
    String rules = rules(css, LIGHT_HOSTS);
    return scope + RESET + rules + hosts;
  }

  private String rules(String css, List<String> hostsWithIt) {
    StringBuilder scoped = new StringBuilder();
    Matcher blocks = BLOCK.matcher(css);
    while (blocks.find()) {
      String head = blocks.group(1);
      if (head.startsWith("@media")) {
        String inner = rules(blocks.group(2), head.equals(DARK_MEDIA) ? DARK_HOSTS : List.of());
        scoped.append(head).append(" {\n").append(inner).append("}\n");
      } else {
        rule(scoped, head, blocks.group(2), hostsWithIt);
      }
    }
    return scoped.toString();
  }

  private void rule(StringBuilder scoped, String selectors, String body, List<String> hostsWithIt) {
    write(scoped, COMMA.splitAsStream(selectors).map(this::under), body);
    if (selectors.equals(":root") && !hostsWithIt.isEmpty()) {
      write(hosts, hostsWithIt.stream().map(host -> host + " " + scope), body);
    }
  }

  private static void write(StringBuilder css, Stream<String> selectors, String body) {
    css.append(selectors.collect(Collectors.joining(", "))).append(" {").append(body).append("}\n");
  }

  private String under(String selector) {
    String own = selector.strip();
    return own.equals(":root") || own.equals("body") || own.equals("main")
        ? scope
        : scope + " " + own;
  }
}
