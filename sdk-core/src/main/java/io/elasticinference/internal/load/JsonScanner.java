package io.elasticinference.internal.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over JSON texts (RFC 8259) without building anything of them, looking for a field. The text
 * must be JSON from begin to end, and the field have a value other than null.
 */
final class JsonScanner {
  private static final int MAX_DEPTH = 128;

  private static final byte[] NOTHING = {};

  private final JsonField field;
  private byte[] json = NOTHING;
  private int length;
  private int at;
  private boolean found;

  JsonScanner(JsonField field) {
    this.field = field;
  }

  /** Whether so many bytes of UTF-8 are one JSON value that has the field. */
  boolean finds(byte[] text, int textLength) {
    json = text;
    length = textLength;
    at = 0;
    found = false;
    space();
    boolean valid = value(0, 0);
    space();
    return valid && at == length && found;
  }

  /** Reads one value; {@code step} is the field's step that applies here, or -1 off its path. */
  private boolean value(int step, int depth) {
    if (at >= length || depth > MAX_DEPTH) {
      return false;
    }
    boolean here = step == field.depth();
    found |= here && json[at] != 'n';
    int inner = here ? -1 : step;
    return switch (json[at]) {
      case '{' -> object(inner, depth);
      case '[' -> array(inner, depth);
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    };
  }

  private boolean object(int step, int depth) {
    at++;
    space();
    if (take('}')) {
      return true;
    }
    do {
      space();
      int nameStart = at;
      if (at >= length || json[at] != '"' || !string()) {
        return false;
      }
      boolean onPath =
          step >= 0 && field.isName(step) && named(field.name(step), nameStart + 1, at - 1);
      space();
      if (!take(':')) {
        return false;
      }
      space();
      if (!value(onPath ? step + 1 : -1, depth + 1)) {
        return false;
      }
      space();
    } while (take(','));
    return take('}');
  }

  private boolean array(int step, int depth) {
    at++;
    space();
    if (take(']')) {
      return true;
    }
    int position = 0;
    do {
      space();
      boolean onPath = step >= 0 && !field.isName(step) && field.position(step) == position++;
      if (!value(onPath ? step + 1 : -1, depth + 1)) {
        return false;
      }
      space();
    } while (take(','));
    return take(']');
  }

  private boolean named(byte[] name, int from, int to) {
    for (int i = from; i < to; i++) {
      if (json[i] == '\\') {
        return Arrays.equals(name, unescaped(from, to));
      }
    }
    return Arrays.equals(name, 0, name.length, json, from, to);
  }

  /** The text of a string that {@link #string} has found to be well-formed. */
  private byte[] unescaped(int from, int to) {
    String raw = new String(json, from, to - from, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = raw.charAt(++i);
      switch (c) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> text.append(c);
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private boolean string() {
    for (at++; at < length; at++) {
      byte b = json[at];
      if (b == '"') {
        at++;
        return true;
      }
      if ((b >= 0 && b < ' ') || (b == '\\' && !escape())) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (++at >= length) {
      return false;
    }
    if (json[at] != 'u') {
      return "\"\\/bfnrt".indexOf(json[at]) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      if (++at >= length || Character.digit(json[at], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private boolean number() {
    take('-');
    if (!take('0') && digits() == 0) {
      return false;
    }
    if (take('.') && digits() == 0) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits() > 0;
    }
    return true;
  }

  private int digits() {
    int start = at;
    while (at < length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at - start;
  }

  private boolean literal(String word) {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at >= length || json[at] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean take(char wanted) {
    if (at < length && json[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
  }
}
