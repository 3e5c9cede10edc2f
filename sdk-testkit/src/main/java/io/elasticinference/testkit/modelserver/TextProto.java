package io.elasticinference.testkit.modelserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A protobuf message in text format, read without its schema: each field's values are texts or
 * messages.
 */
final class TextProto {
  /** A text that is no message; the text says where and why. */
  static final class ParseException extends Exception {
    private static final long serialVersionUID = 1L;

    ParseException(String message) {
      super(message);
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|#[^\\n]*|(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|[\\w.+-]+|[{}<>\\[\\]:;,])");

  private final List<String> tokens;
  private int position;

  private TextProto(List<String> tokens) {
    this.tokens = tokens;
  }

  /** One message. */
  static final class Message {
    private final Map<String, List<Object>> fields = new LinkedHashMap<>();

    Iterable<String> names() {
      return fields.keySet();
    }

    boolean has(String name) {
      return fields.containsKey(name);
    }

    List<Message> messages(String name) throws ParseException {
      return typed(name, Message.class);
    }

    List<String> texts(String name) throws ParseException {
      return typed(name, String.class);
    }

    String text(String name, String absent) throws ParseException {
      List<String> texts = texts(name);
      return texts.isEmpty() ? absent : texts.get(texts.size() - 1);
    }

    private <T> List<T> typed(String name, Class<T> type) throws ParseException {
      List<T> values = new ArrayList<>();
      for (Object value : fields.getOrDefault(name, List.of())) {
        if (!type.isInstance(value)) {
          throw new ParseException(
              "field " + name + " is no " + (type == String.class ? "scalar" : "message"));
        }
        values.add(type.cast(value));
      }
      return values;
    }
  }

  static Message parse(String text) throws ParseException {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new ParseException(
            "unexpected character '" + text.charAt(end) + "' at offset " + end);
      }
      if (matcher.group(1) != null) {
        tokens.add(matcher.group(1));
      }
      end = matcher.end();
    }
    return new TextProto(tokens).message("");
  }

  private Message message(String close) throws ParseException {
    Message message = new Message();
    while (!peek().equals(close)) {
      String name = take();
      if (!name.matches("[A-Za-z_]\\w*")) {
        throw new ParseException(
            "expected a field's name but got " + (name.isEmpty() ? "the end" : name));
      }
      List<Object> values = message.fields.computeIfAbsent(name, n -> new ArrayList<>());
      boolean colon = skip(":");
      if (skip("[")) {
        while (!skip("]")) {
          values.add(value());
          skip(",");
        }
      } else if (colon || peek().equals("{") || peek().equals("<")) {
        values.add(value());
      } else {
        throw new ParseException("expected ':' or '{' after " + name);
      }
      if (!skip(",")) {
        skip(";");
      }
    }
    position++;
    return message;
  }

  private Object value() throws ParseException {
    String token = take();
    if (token.equals("{") || token.equals("<")) {
      return message(token.equals("{") ? "}" : ">");
    }
    if (token.startsWith("\"") || token.startsWith("'")) {
      StringBuilder text = new StringBuilder(unquoted(token));
      while (peek().startsWith("\"") || peek().startsWith("'")) {
        text.append(unquoted(take()));
      }
      return text.toString();
    }
    if (!token.matches("[\\w.+-]+")) {
      throw new ParseException("expected a value but got " + (token.isEmpty() ? "the end" : token));
    }
    return token;
  }

  private static String unquoted(String token) {
    String inner = token.substring(1, token.length() - 1);
    return inner.replaceAll("\\\\(.)", "$1");
  }

  private String peek() {
    return position < tokens.size() ? tokens.get(position) : "";
  }

  private String take() {
    String token = peek();
    position++;
    return token;
  }

  private boolean skip(String token) {
    boolean found = peek().equals(token);
    position += found ? 1 : 0;
    return found;
  }
}
