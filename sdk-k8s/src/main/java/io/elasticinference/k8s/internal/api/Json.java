package io.elasticinference.k8s.internal.api;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings, longs, doubles and booleans. A member that is null is as one that
 * is not there: Kubernetes means the same by both.
 */
public final class Json {

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws IOException where the text ends early or is no JSON object
   */
  public static Map<String, Object> read(Reader text) throws IOException {
    JsonReader reader = new JsonReader(text);
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      throw new IOException("expected a JSON object, got " + reader.peek());
    }
    return object(reader);
  }

  /** Reads one object from a text that is known to hold one. */
  public static Map<String, Object> read(String text) {
    try {
      return read(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an object without spaces. */
  public static String write(Map<String, ?> object) {
    StringWriter text = new StringWriter(1024);
    try (JsonWriter writer = new JsonWriter(text)) {
      write(writer, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Map<String, Object> object(JsonReader reader) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      Object value = value(reader);
      if (value != null) {
        members.put(name, value);
      }
    }
    reader.endObject();
    return members;
  }

  private static @Nullable Object value(JsonReader reader) throws IOException {
    JsonToken next = reader.peek();
    return switch (next) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> reader.nextString();
      case BOOLEAN -> reader.nextBoolean();
      case NUMBER -> number(reader.nextString());
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      default -> throw new IOException("unexpected " + next);
    };
  }

  private static List<Object> array(JsonReader reader) throws IOException {
    List<Object> items = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      Object item = value(reader);
      if (item != null) {
        items.add(item);
      }
    }
    reader.endArray();
    return items;
  }

  private static Number number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return Double.valueOf(text);
    }
  }

  private static void write(JsonWriter writer, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        writer.name(String.valueOf(entry.getKey()));
        write(writer, entry.getValue());
      }
      writer.endObject();
    } else if (value instanceof Iterable<?> items) {
      writer.beginArray();
      for (Object item : items) {
        write(writer, item);
      }
      writer.endArray();
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof Boolean flag) {
      writer.value(flag);
    } else {
      writer.value(value.toString());
    }
  }
}
