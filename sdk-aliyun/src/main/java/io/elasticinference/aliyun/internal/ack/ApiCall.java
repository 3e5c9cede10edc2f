package io.elasticinference.aliyun.internal.ack;

import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Work;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A call of an Alibaba Cloud API without a body.
 *
 * @param method the HTTP method
 * @param endpoint scheme, host and port
 * @param path the path, made of characters that need no encoding
 * @param template the path with its variable parts in braces
 * @param query the query's parameters, not encoded
 * @param action the operation's name
 * @param version the API's version
 */
record ApiCall(
    String method,
    URI endpoint,
    String path,
    String template,
    Map<String, String> query,
    String action,
    String version) {

  ApiCall {
    query = Map.copyOf(query);
  }

  /** The query as it is signed and sent: sorted, and encoded by RFC 3986. */
  String canonicalQuery() {
    return new TreeMap<>(query)
        .entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
  }

  /** The Host header that goes with {@link #uri}. */
  String host() {
    return endpoint.getAuthority();
  }

  URI uri() {
    return URI.create(
        endpoint.getScheme() + "://" + endpoint.getAuthority() + path + "?" + canonicalQuery());
  }

  /** Describes one try; the query is left out, which may be signed in other APIs. */
  Work.ApiCall work(String api, int resend, Subject subject) {
    URI url = endpoint.resolve(path);
    return new Work.ApiCall(api, action, method, url, template, resend, subject);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
