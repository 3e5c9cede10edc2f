package io.elasticinference.testkit.sls.internal.auth;

import io.elasticinference.testkit.sls.internal.SlsException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets requests through whose signature, version 1 or 4, is right. */
public final class Authenticator {

  private static final Duration TOLERANCE = Duration.ofMinutes(15);
  private static final Pattern V1 = Pattern.compile("(?:LOG|SLS) ([^:\\s]+):(\\S+)");
  private static final Pattern V4 =
      Pattern.compile(
          "SLS4-HMAC-SHA256 Credential=([^/,]+)/(\\d{8})/([^/,]+)/sls/aliyun_v4_request,"
              + "\\s*Signature=([0-9a-f]+)");
  private static final DateTimeFormatter V4_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Map<String, AccessKey> keys;

  /**
   * Makes an authenticator.
   *
   * @param keys the keys by id
   */
  public Authenticator(Map<String, AccessKey> keys) {
    this.keys = Map.copyOf(keys);
  }

  /**
   * Checks a request.
   *
   * @param request the request
   * @param now the service's time
   * @throws SlsException if it is not signed, by nobody known, wrongly, or at another time
   */
  public void check(SignedRequest request, Instant now) {
    String authorization =
        request
            .header("authorization")
            .orElseThrow(
                () ->
                    new SlsException(
                        401, "Unauthorized", "Authorization does not exist in header."));
    Matcher v1 = V1.matcher(authorization);
    Matcher v4 = V4.matcher(authorization);
    if (v1.matches()) {
      checkV1(request, key(v1.group(1), request), v1.group(2), now);
    } else if (v4.matches()) {
      AccessKey key = key(v4.group(1), request);
      checkV4Content(request, v4.group(2), now);
      String right = SignatureV4.sign(request, key.secret(), v4.group(2), v4.group(3));
      if (!Hashes.same(right, v4.group(4))) {
        throw notMatched(v4.group(4));
      }
    } else {
      throw SlsException.invalidParameter("Http extend authorization is invalid.");
    }
  }

  private AccessKey key(String id, SignedRequest request) {
    AccessKey key = keys.get(id);
    if (key == null) {
      throw new SlsException(401, "Unauthorized", "AccessKeyId not found: " + id);
    }
    String token = key.token();
    String given = request.header("x-acs-security-token").orElse("");
    if (token != null && !Hashes.same(token, given)) {
      throw new SlsException(401, "Unauthorized", "The security token you provided is invalid.");
    }
    return key;
  }

  private static void checkV1(SignedRequest request, AccessKey key, String signature, Instant now) {
    if (!request.header("x-log-signaturemethod").orElse("").equals("hmac-sha1")) {
      throw SlsException.invalidParameter("Http extend x-log-signaturemethod is invalid.");
    }
    String date =
        request
            .header("date")
            .or(() -> request.header("x-log-date"))
            .orElseThrow(() -> SlsException.invalidParameter("Http extend date does not exist."));
    try {
      checkTime(
          date, ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(), now);
    } catch (DateTimeException e) {
      throw notADate(date);
    }
    String md5 = request.header("content-md5").orElse("");
    if (!SignatureV1.matches(request, key.secret(), signature)) {
      throw notMatched(signature);
    }
    if (!md5.isEmpty() && !Hashes.same(Hashes.md5(request.body()), md5)) {
      throw SlsException.invalidParameter("Content-MD5 does not match the body.");
    }
  }

  private static void checkV4Content(SignedRequest request, String day, Instant now) {
    String date = request.header("x-log-date").orElse("");
    try {
      checkTime(date, V4_DATE.parse(date, Instant::from), now);
    } catch (DateTimeException e) {
      throw notADate(date);
    }
    if (!date.startsWith(day)) {
      throw notADate(date);
    }
    String hash = request.header("x-log-content-sha256").orElse("");
    if (!Hashes.same(Hashes.sha256(request.body()), hash)) {
      throw SlsException.invalidParameter("x-log-content-sha256 does not match the body.");
    }
  }

  private static void checkTime(String text, Instant date, Instant now) {
    if (Duration.between(date, now).abs().compareTo(TOLERANCE) > 0) {
      throw new SlsException(
          400,
          "RequestTimeExpired",
          "Request time " + text + " has been expired while server time is " + now + ".");
    }
  }

  private static SlsException notADate(String date) {
    return new SlsException(
        400, "InvalidRequestTime", "Request time " + date + " not follow RFC822 spec.");
  }

  private static SlsException notMatched(String signature) {
    return new SlsException(401, "SignatureNotMatch", "Signature " + signature + " not matched.");
  }
}
