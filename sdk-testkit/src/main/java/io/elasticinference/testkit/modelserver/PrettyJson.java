package io.elasticinference.testkit.modelserver;

import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes JSON laid out as TensorFlow Serving's answers are (RapidJSON's {@code PrettyWriter}): four
 * spaces a level, and arrays on one line while {@link #oneLineArrays} is on.
 */
final class PrettyJson {
  private static final class Level {
    final boolean array;
    int values;

    Level(boolean array) {
      this.array = array;
    }
  }

  private final StringBuilder out = new StringBuilder();
  private final Deque<Level> levels = new ArrayDeque<>();
  private boolean oneLineArrays;

  void oneLineArrays(boolean on) {
    oneLineArrays = on;
  }

  void startObject() {
    prefix();
    out.append('{');
    levels.push(new Level(false));
  }

  void endObject() {
    end('}', true);
  }

  void startArray() {
    prefix();
    out.append('[');
    levels.push(new Level(true));
  }

  void endArray() {
    end(']', !oneLineArrays);
  }

  void key(String name) {
    string(name);
  }

  void string(String text) {
    raw(new JsonPrimitive(text).toString());
  }

  /** Writes a number or a literal. */
  void raw(String text) {
    prefix();
    out.append(text);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void prefix() {
    Level level = levels.peek();
    if (level == null) {
      return;
    }
    if (level.array) {
      if (level.values > 0) {
        out.append(oneLineArrays ? ", " : ",");
      }
      if (!oneLineArrays) {
        newLine();
      }
    } else if (level.values % 2 == 0) {
      out.append(level.values > 0 ? "," : "");
      newLine();
    } else {
      out.append(": ");
    }
    level.values++;
  }

  private void end(char bracket, boolean ownLine) {
    Level level = levels.pop();
    if (level.values > 0 && ownLine) {
      newLine();
    }
    out.append(bracket);
  }

  private void newLine() {
    out.append('\n').append(" ".repeat(4 * levels.size()));
  }
}
