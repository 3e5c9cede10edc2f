package io.elasticinference.testkit.sls.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signature version 4: HMAC-SHA256 with a key that holds for one day and region. Source: "Request
 * signatures" in the developer reference, and the SDKs.
 */
final class SignatureV4 {

  private static final String HMAC = "HmacSHA256";

  private SignatureV4() {}

  /** Signs a request for a scope of {@code date/region/sls/aliyun_v4_request}. */
  static String sign(SignedRequest request, String secret, String date, String region) {
    String scope = date + "/" + region + "/sls/aliyun_v4_request";
    String text =
        "SLS4-HMAC-SHA256\n"
            + request.header("x-log-date").orElse("")
            + "\n"
            + scope
            + "\n"
            + Hashes.sha256(canonical(request).getBytes(UTF_8));
    byte[] key = ("aliyun_v4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = Hashes.hmac(HMAC, key, part);
    }
    return HexFormat.of().formatHex(Hashes.hmac(HMAC, key, text));
  }

  private static String canonical(SignedRequest request) {
    SortedMap<String, String> signed = new TreeMap<>();
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      String name = header.getKey();
      if (name.equals("content-type")
          || name.equals("host")
          || SignedRequest.isServiceHeader(name)) {
        signed.put(name, header.getValue().strip());
      }
    }
    String parameters =
        request.parameters().entrySet().stream()
            .map(p -> p.getValue().isEmpty() ? p.getKey() : p.getKey() + "=" + encode(p.getValue()))
            .collect(Collectors.joining("&"));
    String headers =
        signed.entrySet().stream()
            .map(h -> h.getKey() + ":" + h.getValue() + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.method(),
        request.path(),
        parameters,
        headers,
        String.join(";", signed.keySet()),
        request.header("x-log-content-sha256").orElse(""));
  }

  /** Encodes by RFC 3986. */
  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
