package io.elasticinference.testkit.oss.internal.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a listing: entries with their own key, and the common prefixes of those that a
 * delimiter groups.
 *
 * @param truncated whether more would follow
 * @param last the last key or common prefix of the page, empty if it has none
 */
public record Listing<T>(List<T> entries, List<String> prefixes, boolean truncated, String last) {

  /** What to list: keys with a prefix, grouped by a delimiter (if any), after a marker. */
  public record Query(String prefix, String delimiter, String marker, int most) {}

  /**
   * Takes one page.
   *
   * @param sorted the entries in the order of their keys, none of which is before the marker
   * @param key gives an entry's key
   */
  static <T> Listing<T> page(Iterator<T> sorted, Function<T, String> key, Query query) {
    List<T> entries = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = "";
    while (sorted.hasNext()) {
      T entry = sorted.next();
      String name = key.apply(entry);
      if (!name.startsWith(query.prefix())) {
        if (Utf8Order.INSTANCE.compare(name, query.prefix()) > 0) {
          break;
        }
        continue;
      }
      String group = group(name, query);
      if (!group.isEmpty() && (group.equals(query.marker()) || group.equals(last))) {
        continue;
      }
      if (entries.size() + prefixes.size() == query.most()) {
        return new Listing<>(entries, prefixes, true, last);
      }
      if (group.isEmpty()) {
        entries.add(entry);
        last = name;
      } else {
        prefixes.add(group);
        last = group;
      }
    }
    return new Listing<>(entries, prefixes, false, last);
  }

  private static String group(String name, Query query) {
    if (query.delimiter().isEmpty()) {
      return "";
    }
    int at = name.indexOf(query.delimiter(), query.prefix().length());
    return at < 0 ? "" : name.substring(0, at + query.delimiter().length());
  }
}
