package io.elasticinference.internal.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) into maps, lists, strings, numbers as {@link Double}, booleans and
 * null. For what a run must know of a server before it begins; replies of a run are only walked
 * over, by {@link JsonScanner}.
 */
public final class JsonTree {
  private static final int MAX_DEPTH = 128;

  private final String json;
  private int at;

  private JsonTree(String json) {
    this.json = json;
  }

  /**
   * Reads a text.
   *
   * @param json one JSON text
   * @return its value
   * @throws IllegalArgumentException when it is not JSON; says where
   */
  public static @Nullable Object read(String json) {
    JsonTree tree = new JsonTree(json);
    Object value = tree.value(0);
    tree.space();
    if (tree.at != json.length()) {
      throw tree.wrong("the end");
    }
    return value;
  }

  /** The member of an object; null when there is none, or it is no object. */
  static @Nullable Object member(@Nullable Object object, String... names) {
    Object at = object;
    for (String name : names) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }

  private @Nullable Object value(int depth) {
    space();
    if (depth > MAX_DEPTH) {
      throw wrong("at most " + MAX_DEPTH + " levels");
    }
    return switch (at < json.length() ? json.charAt(at) : 0) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    space();
    if (take('}')) {
      return members;
    }
    do {
      space();
      if (at >= json.length() || json.charAt(at) != '"') {
        throw wrong("a name");
      }
      String name = string();
      space();
      if (!take(':')) {
        throw wrong(":");
      }
      members.put(name, value(depth + 1));
      space();
    } while (take(','));
    if (!take('}')) {
      throw wrong(", or }");
    }
    return members;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> items = new ArrayList<>();
    at++;
    space();
    if (take(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
      space();
    } while (take(','));
    if (!take(']')) {
      throw wrong(", or ]");
    }
    return items;
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    at++;
    while (at < json.length() && json.charAt(at) >= ' ') {
      char c = json.charAt(at++);
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escape() : c);
    }
    throw wrong("the end of a text");
  }

  private char escape() {
    char c = at < json.length() ? json.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int end = Math.min(at + 4, json.length());
        String digits = json.substring(at, end);
        if (!digits.matches("[0-9A-Fa-f]{4}")) {
          throw wrong("four hexadecimal digits");
        }
        at = end;
        yield (char) Integer.parseInt(digits, 16);
      }
      default -> throw wrong("an escape");
    };
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!json.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return value;
  }

  private Double number() {
    int end = at;
    while (end < json.length() && "+-.0123456789eE".indexOf(json.charAt(end)) >= 0) {
      end++;
    }
    String text = json.substring(at, end);
    if (!text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw wrong("a value");
    }
    at = end;
    return Double.valueOf(text);
  }

  private void space() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    boolean there = at < json.length() && json.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "JSON: wrong at character " + at + " (expected: " + expected + ")");
  }
}
