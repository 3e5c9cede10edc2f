package io.elasticinference.testkit.node;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills variables into a command line as the kubelet does (k8s.io/kubernetes,
 * third_party/forked/golang/expansion): {@code $(NAME)} where there is such a variable, while
 * {@code $$} stands for a dollar sign.
 */
final class Expansion {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$\\(([A-Za-z_.-][A-Za-z0-9_.-]*)\\)");

  private Expansion() {}

  static List<String> of(List<String> words, Map<String, String> variables) {
    return words.stream().map(word -> of(word, variables)).toList();
  }

  private static String of(String word, Map<String, String> variables) {
    return REFERENCE
        .matcher(word)
        .replaceAll(
            found -> {
              String name = found.group(1);
              return Matcher.quoteReplacement(
                  name == null ? "$" : variables.getOrDefault(name, found.group()));
            });
  }
}
