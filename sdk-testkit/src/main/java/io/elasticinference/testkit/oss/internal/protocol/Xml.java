package io.elasticinference.testkit.oss.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Writes the XML of an answer. Single use, not thread-safe. */
public final class Xml {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StringBuilder out =
      new StringBuilder(512).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  private final Deque<String> open = new ArrayDeque<>();

  private Xml() {}

  /** Begins a document with its root element. */
  public static Xml document(String root) {
    return new Xml().open(root);
  }

  /** Makes a document of one element with a text. */
  public static Xml text(String root, String text) {
    return new Xml().element(root, text);
  }

  /** Formats a time as OSS does in bodies, whole seconds: {@code 2012-02-23T07:01:34.000Z}. */
  public static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  public Xml open(String element) {
    indent().append('<').append(element).append(">\n");
    open.push(element);
    return this;
  }

  public Xml close() {
    String element = open.pop();
    indent().append("</").append(element).append(">\n");
    return this;
  }

  /** Writes an element with a text. */
  public Xml element(String name, String text) {
    indent().append('<').append(name).append('>');
    escape(text);
    out.append("</").append(name).append(">\n");
    return this;
  }

  public Xml element(String name, long number) {
    return element(name, Long.toString(number));
  }

  public Xml element(String name, boolean value) {
    return element(name, Boolean.toString(value));
  }

  /** Closes what is open and gives the document. */
  public byte[] bytes() {
    while (!open.isEmpty()) {
      close();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private StringBuilder indent() {
    return out.append("  ".repeat(open.size()));
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> {
          if (c < ' ' && c != '\n' && c != '\t') {
            out.append("&#x").append(Integer.toHexString(c)).append(';');
          } else {
            out.append(c);
          }
        }
      }
    }
  }
}
