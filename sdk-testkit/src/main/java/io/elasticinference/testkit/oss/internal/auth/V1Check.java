package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.internal.protocol.AuthErrors;
import io.elasticinference.testkit.oss.internal.protocol.HttpTime;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import java.time.Clock;
import java.time.Instant;

/** Checks requests with a signature of version 1. */
final class V1Check {

  private final Credentials credentials;
  private final Clock clock;

  V1Check(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  OssCredential header(OssRequest request, String authorization) {
    String value = authorization.substring("OSS ".length());
    int colon = value.indexOf(':');
    if (colon < 1 || colon == value.length() - 1) {
      throw AuthErrors.invalidAuthorization(
          "AccessKeyId or Signature is missing in Authorization header value.", "");
    }
    String date = request.header("x-oss-date").or(() -> request.header("Date")).orElse("");
    Instant now = clock.instant();
    Skew.check(
        HttpTime.parse(date)
            .orElseThrow(
                () -> AuthErrors.accessDenied("OSS authentication requires a valid Date.", "")),
        now);
    OssCredential credential =
        credentials.find(
            value.substring(0, colon), request.header("x-oss-security-token").orElse(""), now);
    return verify(request, credential, date, value.substring(colon + 1));
  }

  OssCredential query(OssRequest request) {
    String id = request.query().text("OSSAccessKeyId");
    String signature = request.query().text("Signature");
    String expires = request.query().text("Expires");
    if (id.isEmpty() || signature.isEmpty() || expires.isEmpty()) {
      throw AuthErrors.accessDenied(
          "Query-string authentication requires the Signature, Expires and OSSAccessKeyId"
              + " parameters",
          "");
    }
    if (!expires.matches("[0-9]{1,11}")) {
      throw AuthErrors.accessDenied("Invalid date (should be seconds since epoch): " + expires, "");
    }
    Instant now = clock.instant();
    Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
    if (now.isAfter(end)) {
      throw AuthErrors.expired(end, now);
    }
    OssCredential credential = credentials.find(id, request.query().text("security-token"), now);
    return verify(request, credential, expires, signature);
  }

  private static OssCredential verify(
      OssRequest request, OssCredential credential, String date, String provided) {
    String toSign = SignatureV1.stringToSign(request, date);
    if (!Credentials.same(SignatureV1.sign(credential.accessKeySecret(), toSign), provided)) {
      throw AuthErrors.signatureDoesNotMatch(credential.accessKeyId(), provided, toSign, "");
    }
    return credential;
  }
}
