package io.elasticinference.testkit.gateway;

import io.undertow.client.ClientRequest;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;

/** Lines and headers between client and pod, as ingress-nginx sets them. */
final class RequestHead {

  /** Headers that hold for one connection only (RFC 9110, 7.6.1). */
  private static final Set<HttpString> HOP_BY_HOP =
      Set.of(
          Headers.CONNECTION,
          Headers.TE,
          Headers.TRAILER,
          Headers.TRANSFER_ENCODING,
          Headers.UPGRADE,
          Headers.PROXY_AUTHORIZATION,
          Headers.EXPECT,
          new HttpString("Keep-Alive"),
          new HttpString("Proxy-Connection"));

  private RequestHead() {}

  static ClientRequest of(HttpServerExchange exchange, Visit visit) {
    ClientRequest request =
        new ClientRequest().setMethod(exchange.getRequestMethod()).setPath(url(exchange));
    HeaderMap headers = request.getRequestHeaders();
    copy(exchange.getRequestHeaders(), headers);
    if (!headers.contains(Headers.CONTENT_LENGTH) && !exchange.isRequestComplete()) {
      headers.put(Headers.TRANSFER_ENCODING, "chunked");
    }
    String client = exchange.getSourceAddress().getAddress().getHostAddress();
    headers.put(Headers.X_FORWARDED_FOR, client);
    headers.put(new HttpString("X-Real-IP"), client);
    headers.put(Headers.X_FORWARDED_HOST, exchange.getHostAndPort());
    headers.put(Headers.X_FORWARDED_PORT, exchange.getHostPort());
    headers.put(Headers.X_FORWARDED_PROTO, exchange.getRequestScheme());
    headers.put(new HttpString("X-Forwarded-Scheme"), exchange.getRequestScheme());
    headers.put(new HttpString("X-Request-ID"), visit.requestId());
    return request;
  }

  /** Copies the headers that are meant for the other end. */
  static void copy(HeaderMap from, HeaderMap to) {
    for (HeaderValues values : from) {
      if (!HOP_BY_HOP.contains(values.getHeaderName())) {
        to.putAll(values.getHeaderName(), values);
      }
    }
  }

  /** Path and query as the client wrote them. */
  static String url(HttpServerExchange exchange) {
    String uri = exchange.getRequestURI();
    if (exchange.isHostIncludedInRequestURI()) {
      int path = uri.indexOf('/', uri.indexOf("://") + 3);
      uri = path < 0 ? "/" : uri.substring(path);
    }
    String query = exchange.getQueryString();
    return query.isEmpty() ? uri : uri + "?" + query;
  }
}
