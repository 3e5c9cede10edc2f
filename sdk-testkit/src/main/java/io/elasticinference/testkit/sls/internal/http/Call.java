package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.elasticinference.testkit.sls.internal.SlsException;
import io.elasticinference.testkit.sls.internal.auth.SignedRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request to the service.
 *
 * @param project the project that the host names
 * @param segments the parts of the path
 * @param request the request itself
 */
record Call(Optional<String> project, List<String> segments, SignedRequest request) {

  static Call of(HttpServerExchange exchange, byte[] body) {
    SortedMap<String, String> headers = new TreeMap<>();
    for (HeaderValues values : exchange.getRequestHeaders()) {
      headers.put(
          values.getHeaderName().toString().toLowerCase(Locale.ROOT), String.join(",", values));
    }
    String path = decode(path(exchange).replace("+", "%2B"));
    List<String> segments =
        Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
    return new Call(
        project(headers.getOrDefault("host", "")),
        segments,
        new SignedRequest(
            exchange.getRequestMethod().toString(),
            path,
            parameters(exchange.getQueryString()),
            headers,
            body));
  }

  /** As an HTTP proxy the server is sent the whole URL. */
  private static String path(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    String path = URI.create(uri).getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  private static SortedMap<String, String> parameters(String query) {
    SortedMap<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw SlsException.invalidParameter("'" + text + "' is not URL-encoded");
    }
  }

  /**
   * {@code {project}.{endpoint}}; an address, {@code localhost} or an endpoint alone names none.
   */
  static Optional<String> project(String host) {
    String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    boolean address = name.matches("[0-9.]+|\\[.*]");
    boolean endpoint = name.matches("[^.]+\\.(log|sls)\\.aliyuncs\\.com");
    return dot <= 0 || address || endpoint ? Optional.empty() : Optional.of(name.substring(0, dot));
  }

  String requiredProject() {
    return project.orElseThrow(
        () ->
            new SlsException(
                400,
                "InvalidHost",
                "Host header "
                    + request.header("host").orElse("")
                    + " is invalid (expected: {project}.{endpoint})."));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(request.parameters().get(name));
  }

  JsonObject json() {
    try {
      return JsonParser.parseString(new String(request.body(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new SlsException(400, "PostBodyInvalid", "The request body is not valid JSON object.");
    }
  }
}
