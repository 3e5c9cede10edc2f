package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonElement;

/** Writes JSON so that it can stand in a header: one line, no character above 126. */
final class Ascii {

  private Ascii() {}

  static String json(JsonElement json) {
    StringBuilder ascii = new StringBuilder();
    String text = json.toString();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      ascii.append(c >= ' ' && c < 127 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return ascii.toString();
  }
}
