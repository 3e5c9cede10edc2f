package io.elasticinference.testkit.oss.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * The errors of a request that OSS does not let in.
 *
 * <p>Sources: OSS documentation, "HTTP status code 403" and the pages of the codes 0002-*.
 */
public final class AuthErrors {

  private AuthErrors() {}

  public static OssException accessDenied(String message, String ec) {
    return new OssException(403, "AccessDenied", message, ec);
  }

  public static OssException anonymous(boolean object) {
    return object
        ? accessDenied(
            "You have no right to access this object because of bucket acl.", "0003-00000001")
        : accessDenied("Anonymous access is forbidden for this operation.", "");
  }

  public static OssException expired(Instant expires, Instant now) {
    return accessDenied("Request has expired.", "0002-00000069")
        .with("Expires", expires.truncatedTo(ChronoUnit.SECONDS).toString())
        .with("ServerTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  public static OssException invalidAccessKeyId(String accessKeyId, boolean withToken) {
    return new OssException(
            403,
            "InvalidAccessKeyId",
            "The OSS Access Key Id you provided does not exist in our records.",
            withToken ? "0002-00000002" : "0002-00000902")
        .with("OSSAccessKeyId", accessKeyId);
  }

  public static OssException invalidSecurityToken() {
    return new OssException(
        403,
        "InvalidSecurityToken",
        "The security token you provided is invalid.",
        "0002-00000006");
  }

  public static OssException securityTokenExpired() {
    return new OssException(
        403,
        "SecurityTokenExpired",
        "The security token you provided has expired.",
        "0002-00000007");
  }

  public static OssException requestTimeTooSkewed(Duration allowed, Instant sent, Instant now) {
    return new OssException(
            403,
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.",
            "0002-00000504")
        .with("MaxAllowedSkewMilliseconds", Long.toString(allowed.toMillis()))
        .with("RequestTime", millis(sent))
        .with("ServerTime", millis(now));
  }

  /** Tells a client what the server signed, as OSS does, so that it can find its mistake. */
  public static OssException signatureDoesNotMatch(
      String accessKeyId, String provided, String stringToSign, String canonicalRequest) {
    OssException error =
        new OssException(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided."
                    + " Check your key and signing method.",
                canonicalRequest.isEmpty() ? "0002-00000040" : "0002-00000201")
            .with("OSSAccessKeyId", accessKeyId)
            .with("SignatureProvided", provided)
            .with("StringToSign", utf8(stringToSign))
            .with("StringToSignBytes", hex(stringToSign));
    return canonicalRequest.isEmpty()
        ? error
        : error.with("CanonicalRequest", utf8(canonicalRequest));
  }

  /** A signature whose form, not whose value, is wrong. */
  public static OssException invalidAuthorization(String message, String ec) {
    return new OssException(400, "InvalidArgument", message, ec);
  }

  private static String millis(Instant instant) {
    return Xml.timestamp(instant);
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String hex(String latin1) {
    return HexFormat.ofDelimiter(" ")
        .withUpperCase()
        .formatHex(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
