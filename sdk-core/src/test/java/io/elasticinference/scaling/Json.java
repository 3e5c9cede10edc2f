package io.elasticinference.scaling;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much of a JSON reader as recorded vectors need: maps, lists, strings, BigDecimals, booleans
 * and nulls, with every digit of a number kept.
 */
final class Json {

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static @Nullable Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.skipSpace();
    if (json.at != text.length()) {
      throw json.bad("the end");
    }
    return value;
  }

  private @Nullable Object value() {
    skipSpace();
    char c = peek();
    if (c == '{') {
      return object();
    }
    if (c == '[') {
      return array();
    }
    if (c == '"') {
      return string();
    }
    for (String word : List.of("true", "false", "null")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("null") ? null : (Object) word.equals("true");
      }
    }
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (from == at) {
      throw bad("a value");
    }
    return new BigDecimal(text.substring(from, at));
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    while (!skip('}')) {
      String key = string();
      expect(':');
      map.put(key, value());
      if (!skip(',')) {
        expect('}');
        break;
      }
    }
    return map;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    while (!skip(']')) {
      list.add(value());
      if (!skip(',')) {
        expect(']');
        break;
      }
    }
    return list;
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c == '\\') {
        c = text.charAt(at++);
        if (c == 'u') {
          c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
          at += 4;
        } else {
          int escape = "nrtbf".indexOf(c);
          c = escape < 0 ? c : "\n\r\t\b\f".charAt(escape);
        }
      }
      value.append(c);
    }
    at++;
    return value.toString();
  }

  private boolean skip(char c) {
    skipSpace();
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw bad("'" + c + "'");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad("more");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException bad(String expected) {
    return new IllegalArgumentException("JSON at " + at + ": expected " + expected);
  }
}
