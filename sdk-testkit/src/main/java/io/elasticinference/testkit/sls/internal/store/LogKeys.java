package io.elasticinference.testkit.sls.internal.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of a log, in their order. One object serves every row that has the same keys, so that a
 * row of an access log costs its values only.
 */
public final class LogKeys {

  private final List<String> names;
  private final Map<String, Integer> positions = new HashMap<>();

  LogKeys(List<String> names) {
    this.names = List.copyOf(names);
    for (int i = 0; i < this.names.size(); i++) {
      positions.putIfAbsent(this.names.get(i), i);
    }
  }

  /**
   * Answers the keys.
   *
   * @return the keys in the order in which they were written
   */
  public List<String> names() {
    return names;
  }

  /**
   * Finds a key.
   *
   * @param name the key
   * @return its position, or -1 when there is none
   */
  public int indexOf(String name) {
    return positions.getOrDefault(name, -1);
  }
}
