package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.internal.protocol.AuthErrors;
import io.elasticinference.testkit.oss.internal.protocol.HttpTime;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks requests with a signature of version 4. */
final class V4Check {

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ALGORITHM = "OSS4-HMAC-SHA256";

  private final Credentials credentials;
  private final String region;
  private final Clock clock;

  V4Check(Credentials credentials, String region, Clock clock) {
    this.credentials = credentials;
    this.region = region;
    this.clock = clock;
  }

  OssCredential header(OssRequest request, String authorization) {
    Map<String, String> fields = fields(authorization.substring(ALGORITHM.length() + 1));
    String timestamp = timestamp(request);
    Instant now = clock.instant();
    Skew.check(time(timestamp), now);
    return verify(
        request,
        fields.getOrDefault("Credential", ""),
        timestamp,
        fields.getOrDefault("AdditionalHeaders", ""),
        fields.getOrDefault("Signature", ""),
        request.header("x-oss-security-token").orElse(""),
        now);
  }

  OssCredential query(OssRequest request) {
    if (!request.query().text("x-oss-signature-version").equals(ALGORITHM)) {
      throw AuthErrors.invalidAuthorization("Invalid signature version.", "");
    }
    String timestamp = request.query().text("x-oss-date");
    String expires = request.query().text("x-oss-expires");
    if (!expires.matches("[0-9]{1,9}")) {
      throw AuthErrors.invalidAuthorization("Invalid value of x-oss-expires.", "");
    }
    Instant now = clock.instant();
    Instant begin = time(timestamp);
    if (begin.isAfter(now.plus(Skew.ALLOWED))) {
      throw AuthErrors.requestTimeTooSkewed(Skew.ALLOWED, begin, now);
    }
    Instant end = begin.plusSeconds(Long.parseLong(expires));
    if (now.isAfter(end)) {
      throw AuthErrors.expired(end, now);
    }
    return verify(
        request,
        request.query().text("x-oss-credential"),
        timestamp,
        request.query().text("x-oss-additional-headers"),
        request.query().text("x-oss-signature"),
        request.query().text("x-oss-security-token"),
        now);
  }

  private OssCredential verify(
      OssRequest request,
      String credentialField,
      String timestamp,
      String additionalHeaders,
      String signature,
      String token,
      Instant now) {
    ScopeV4 scope = ScopeV4.parse(credentialField);
    scope.check(timestamp, region);
    OssCredential credential = credentials.find(scope.accessKeyId(), token, now);
    List<String> additional =
        additionalHeaders.isEmpty()
            ? List.of()
            : List.of(additionalHeaders.toLowerCase(Locale.ROOT).split(";", -1));
    String canonical = CanonicalRequestV4.of(request, additional);
    String toSign = scope.stringToSign(timestamp, canonical);
    if (!Credentials.same(scope.sign(credential.accessKeySecret(), toSign), signature)) {
      throw AuthErrors.signatureDoesNotMatch(
          credential.accessKeyId(), signature, toSign, canonical);
    }
    return credential;
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals).trim(), field.substring(equals + 1).trim());
      }
    }
    return fields;
  }

  private static String timestamp(OssRequest request) {
    Optional<String> sent = request.header("x-oss-date");
    return sent.or(() -> request.header("Date").flatMap(HttpTime::parse).map(TIMESTAMP::format))
        .orElse("");
  }

  private static Instant time(String timestamp) {
    try {
      return Instant.from(TIMESTAMP.parse(timestamp));
    } catch (DateTimeParseException e) {
      throw AuthErrors.accessDenied("OSS authentication requires a valid Date.", "");
    }
  }
}
