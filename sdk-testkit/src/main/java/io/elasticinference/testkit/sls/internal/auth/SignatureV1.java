package io.elasticinference.testkit.sls.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.stream.Collectors;

/**
 * Signature version 1: HMAC-SHA1 over method, Content-MD5, Content-Type, Date, the service's
 * headers, path and parameters. Source: "Request signatures" in the developer reference, and the
 * SDKs.
 */
public final class SignatureV1 {

  private SignatureV1() {}

  /**
   * Signs a request.
   *
   * @param request the request; {@code content-md5}, {@code content-type} and {@code date} are set
   * @param secret the secret of the access key
   * @return the signature, in Base64
   */
  public static String sign(SignedRequest request, String secret) {
    return sign(request, secret, true);
  }

  /** The Python SDK adds {@code x-log-date} after it has signed. */
  static boolean matches(SignedRequest request, String secret, String signature) {
    return Hashes.same(sign(request, secret, true), signature)
        || (request.headers().containsKey("x-log-date")
            && Hashes.same(sign(request, secret, false), signature));
  }

  private static String sign(SignedRequest request, String secret, boolean withDateHeader) {
    String headers =
        request.headers().entrySet().stream()
            .filter(h -> SignedRequest.isServiceHeader(h.getKey()))
            .filter(h -> withDateHeader || !h.getKey().equals("x-log-date"))
            .map(h -> h.getKey() + ":" + h.getValue() + "\n")
            .collect(Collectors.joining());
    String parameters =
        request.parameters().entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("&"));
    String text =
        String.join(
            "\n",
            request.method(),
            request.header("content-md5").orElse(""),
            request.header("content-type").orElse(""),
            request.header("date").or(() -> request.header("x-log-date")).orElse(""),
            headers + request.path() + (parameters.isEmpty() ? "" : "?" + parameters));
    byte[] hmac = Hashes.hmac("HmacSHA1", secret.getBytes(UTF_8), text);
    return Base64.getEncoder().encodeToString(hmac);
  }

  /**
   * Hashes a body for the header {@code Content-MD5}.
   *
   * @param body the body
   * @return its MD5, in upper case hexadecimal digits, as this service wants it
   */
  public static String contentMd5(byte[] body) {
    return Hashes.md5(body);
  }
}
