package io.elasticinference.testkit.adapter;

import java.util.List;

/**
 * One requirement of a label selector, without its operator: the adapter takes the first value
 * whatever the operator is, even {@code !=}.
 *
 * @param key the label's name
 * @param values the values, sorted, each once; none for {@code key} and {@code !key}
 */
record Requirement(String key, List<String> values) {

  Requirement {
    values = values.stream().distinct().sorted().toList();
  }
}
