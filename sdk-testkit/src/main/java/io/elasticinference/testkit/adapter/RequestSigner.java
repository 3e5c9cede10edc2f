package io.elasticinference.testkit.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests to SLS, version 1: HMAC-SHA1 over method, body hash, content type (both empty
 * here), date, the service's headers, path and parameters. Source: "Request signatures" in the
 * developer reference of SLS.
 */
final class RequestSigner {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final AccessKey key;
  private final InstantSource clock;

  RequestSigner(AccessKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /** Makes a GET that is signed; parameters are given decoded. */
  HttpRequest.Builder get(String host, String path, SortedMap<String, String> parameters) {
    String date = DATE.format(clock.instant());
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("x-log-apiversion", "0.6.0");
    headers.put("x-log-bodyrawsize", "0");
    headers.put("x-log-signaturemethod", "hmac-sha1");
    String signed =
        String.join(
            "\n",
            "GET",
            "",
            "",
            date,
            headers.entrySet().stream()
                .map(h -> h.getKey() + ":" + h.getValue())
                .collect(Collectors.joining("\n")),
            path + "?" + query(parameters, value -> value));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(host + path + "?" + query(parameters, this::encoded)))
            .header("Accept", "application/json")
            .header("Date", date)
            .header("Authorization", "LOG " + key.id() + ":" + hmac(signed));
    headers.forEach(request::header);
    return request;
  }

  private static String query(Map<String, String> parameters, UnaryOperator<String> value) {
    return parameters.entrySet().stream()
        .map(p -> p.getKey() + "=" + value.apply(p.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** Go writes an asterisk as %2A, Java does not. */
  private String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("*", "%2A");
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.secret().getBytes(UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA1", e);
    }
  }
}
