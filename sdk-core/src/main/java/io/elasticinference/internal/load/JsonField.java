package io.elasticinference.internal.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path to a field of a JSON text, for example {@code predictions[0].score}. */
public final class JsonField {
  private static final Pattern STEP = Pattern.compile("\\.?([^.\\[\\]]+)|\\[(\\d{1,9})]");

  private static final byte[] NO_NAME = {};

  private final List<byte[]> names;
  private final int[] positions;

  private JsonField(List<byte[]> names, List<Integer> positions) {
    this.names = List.copyOf(names);
    this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Reads a path.
   *
   * @param path names with dots between them, positions in brackets
   * @return the field
   * @throws IllegalArgumentException when the path cannot be read
   */
  public static JsonField of(String path) {
    List<byte[]> names = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (end < path.length() && matcher.find() && matcher.start() == end) {
      String name = matcher.group(1);
      Check.argument(
          name == null || (end > 0) == (path.charAt(end) == '.'), "jsonField", path, "a.b[0].c");
      names.add(name == null ? NO_NAME : name.getBytes(StandardCharsets.UTF_8));
      positions.add(name == null ? Integer.parseInt(matcher.group(2)) : -1);
      end = matcher.end();
    }
    Check.argument(end == path.length() && end > 0, "jsonField", path, "a.b[0].c");
    return new JsonField(names, positions);
  }

  int depth() {
    return positions.length;
  }

  boolean isName(int step) {
    return positions[step] < 0;
  }

  byte[] name(int step) {
    return names.get(step);
  }

  int position(int step) {
    return positions[step];
  }
}
