package io.elasticinference.testkit.oss.internal.protocol;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** A request of the OSS protocol, taken apart. */
public final class OssRequest {

  private final HttpServerExchange exchange;
  private final String id;
  private final String host;
  private final Target target;
  private final Query query;

  private OssRequest(
      HttpServerExchange exchange, String id, String host, Target target, Query query) {
    this.exchange = exchange;
    this.id = id;
    this.host = host;
    this.target = target;
    this.query = query;
  }

  /**
   * Takes a request apart.
   *
   * @throws OssException if path or query are not well encoded
   */
  public static OssRequest of(HttpServerExchange exchange, String id) {
    String host = host(exchange);
    return new OssRequest(
        exchange,
        id,
        host,
        Target.of(host, rawPath(exchange)),
        Query.parse(exchange.getQueryString()));
  }

  /** Makes an id for a request: 24 hexadecimal digits, as those of OSS. */
  public static String newId() {
    byte[] bytes = new byte[12];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** The host that a request names, empty if it names none. */
  public static String host(HttpServerExchange exchange) {
    HeaderValues host = exchange.getRequestHeaders().get(Headers.HOST);
    return host == null ? "" : host.getFirst();
  }

  public HttpServerExchange exchange() {
    return exchange;
  }

  public String id() {
    return id;
  }

  public String host() {
    return host;
  }

  public String method() {
    return exchange.getRequestMethod().toString();
  }

  public String bucket() {
    return target.bucket();
  }

  public String key() {
    return target.key();
  }

  public Query query() {
    return query;
  }

  /** The value of a header; each character is one byte as sent. */
  public Optional<String> header(String name) {
    HeaderValues values = exchange.getRequestHeaders().get(name);
    return values == null ? Optional.empty() : Optional.of(String.join(",", values).trim());
  }

  /** All headers by their names in lower case; several values of one are joined by commas. */
  public SortedMap<String, String> headers() {
    SortedMap<String, String> all = new TreeMap<>();
    for (HeaderValues values : exchange.getRequestHeaders()) {
      all.put(
          values.getHeaderName().toString().toLowerCase(Locale.ROOT),
          String.join(",", values).trim());
    }
    return all;
  }

  /** The request line holds a whole URL when the server is used as a proxy. */
  private static String rawPath(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (!exchange.isHostIncludedInRequestURI()) {
      return uri;
    }
    int path = uri.indexOf('/', uri.indexOf("://") + 3);
    return path < 0 ? "/" : uri.substring(path);
  }
}
