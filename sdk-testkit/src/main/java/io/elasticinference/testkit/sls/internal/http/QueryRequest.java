package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.sls.internal.SlsException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks, in either form: parameters of a GET, or the JSON body of a POST.
 *
 * @param from seconds since the epoch, inclusive
 * @param to seconds since the epoch, exclusive
 * @param query search, and maybe a bar and a statement
 * @param topic the topic, empty for any
 * @param line how many logs are wanted at most
 * @param offset how many logs are skipped
 * @param reverse whether the newest come first
 */
record QueryRequest(
    long from, long to, String query, String topic, int line, int offset, boolean reverse) {

  private static final int PAGE = 100;

  static QueryRequest of(JsonObject body) {
    Map<String, String> parameters = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : body.entrySet()) {
      if (entry.getValue().isJsonPrimitive()) {
        parameters.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    return of(parameters);
  }

  static QueryRequest of(Map<String, String> parameters) {
    long from = number(parameters, "from", null);
    long to = number(parameters, "to", null);
    if (from >= to) {
      throw SlsException.invalidParameter(
          "request time range is invalid: from " + from + " (expected: less than to " + to + ")");
    }
    long line = number(parameters, "line", PAGE);
    long offset = number(parameters, "offset", 0);
    if (line < 0 || offset < 0) {
      throw SlsException.invalidParameter(
          "line " + line + ", offset " + offset + " (expected: not negative)");
    }
    return new QueryRequest(
        from,
        to,
        parameters.getOrDefault("query", ""),
        parameters.getOrDefault("topic", ""),
        (int) Math.min(line, PAGE),
        (int) Math.min(offset, Integer.MAX_VALUE),
        parameters.getOrDefault("reverse", "false").equalsIgnoreCase("true"));
  }

  private static long number(
      Map<String, String> parameters, String name, @Nullable Integer missing) {
    String text = parameters.get(name);
    if (text == null && missing != null) {
      return missing;
    }
    if (text == null || !text.matches("-?\\d{1,18}")) {
      throw SlsException.invalidParameter(name + " " + text + " (expected: a whole number)");
    }
    return Long.parseLong(text);
  }

  /** The part before the bar; bars in quotation marks belong to the search. */
  String search() {
    int bar = bar();
    return bar < 0 ? query : query.substring(0, bar);
  }

  /** The part after the bar, empty when there is none. */
  String statement() {
    int bar = bar();
    return bar < 0 ? "" : query.substring(bar + 1).strip();
  }

  boolean hasStatement() {
    return bar() >= 0;
  }

  private int bar() {
    boolean quoted = false;
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '|' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
