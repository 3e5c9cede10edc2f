package io.elasticinference.testkit.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the access log says of a request, in the fields and forms of ACK's Nginx Ingress: times in
 * seconds with three digits, {@code -} for what there is not, one value a try where there were
 * several. Built in two steps: the request's thread only picks up what it must, the log's thread
 * writes it out.
 */
final class AccessLogEntry {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Instant time = Instant.now();
  private final HttpServerExchange exchange;
  private final Visit visit;
  private final int status;
  private final long sent;
  private final double seconds;

  AccessLogEntry(HttpServerExchange exchange, Visit visit) {
    this.exchange = exchange;
    this.visit = visit;
    // nginx's own status for a client that did not wait for its answer
    this.status = exchange.isResponseStarted() ? exchange.getStatusCode() : 499;
    this.sent = exchange.getResponseBytesSent();
    this.seconds = visit.seconds();
  }

  AccessLogRow row() {
    HeaderMap headers = exchange.getRequestHeaders();
    String client = exchange.getSourceAddress().getAddress().getHostAddress();
    List<Visit.Attempt> attempts = visit.attempts();
    Map<String, String> row = new LinkedHashMap<>();
    row.put("client_ip", client);
    row.put("x_forward_for", client);
    row.put("remote_user", "-");
    row.put("time", TIME.format(time));
    row.put("method", exchange.getRequestMethod().toString());
    row.put("url", RequestHead.url(exchange));
    row.put("version", exchange.getProtocol().toString());
    row.put("status", String.valueOf(status));
    row.put("body_bytes_sent", String.valueOf(sent));
    row.put("http_referer", header(headers, Headers.REFERER));
    row.put("http_user_agent", header(headers, Headers.USER_AGENT));
    row.put("request_length", String.valueOf(requestLength(headers)));
    row.put("request_time", seconds(seconds));
    row.put("proxy_upstream_name", visit.route());
    row.put("upstream_addr", each(attempts, attempt -> attempt.upstream().name()));
    row.put("upstream_response_length", upstreamLength(attempts));
    row.put("upstream_response_time", each(attempts, attempt -> seconds(attempt.seconds())));
    row.put("upstream_status", each(attempts, attempt -> String.valueOf(attempt.status())));
    row.put("req_id", visit.requestId());
    row.put("host", exchange.getHostName());
    row.put("proxy_alternative_upstream_name", visit.alternative());
    return new AccessLogRow(time, row);
  }

  /** The last try's answer is the one that was passed on. */
  private String upstreamLength(List<Visit.Attempt> attempts) {
    Visit.Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    return each(attempts, attempt -> attempt == last ? String.valueOf(sent) : "0");
  }

  private static String each(List<Visit.Attempt> attempts, Function<Visit.Attempt, String> value) {
    return attempts.isEmpty()
        ? "-"
        : attempts.stream().map(value).collect(Collectors.joining(", "));
  }

  /** Request line, headers and body, as they were on the wire. */
  private long requestLength(HeaderMap headers) {
    long length =
        exchange.getRequestMethod().length()
            + RequestHead.url(exchange).length()
            + exchange.getProtocol().length()
            + 6L; // two spaces, the line's end, and the empty line
    for (HeaderValues values : headers) {
      for (String value : values) {
        length += values.getHeaderName().length() + value.length() + 4L;
      }
    }
    long body = exchange.getRequestContentLength();
    return length + (body < 0 ? visit.bodyBytes() : body);
  }

  private static String header(HeaderMap headers, HttpString name) {
    String value = headers.getFirst(name);
    return value == null || value.isEmpty() ? "-" : value;
  }

  private static String seconds(double value) {
    long millis = Math.round(value * 1000);
    return millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1);
  }
}
