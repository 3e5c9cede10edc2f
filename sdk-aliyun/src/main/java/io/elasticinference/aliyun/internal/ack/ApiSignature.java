package io.elasticinference.aliyun.internal.ack;

import io.elasticinference.aliyun.internal.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature version 3 of Alibaba Cloud's APIs, ACS3-HMAC-SHA256 (documentation "V3 request
 * structure and signature").
 */
final class ApiSignature {

  private static final String ALGORITHM = "ACS3-HMAC-SHA256";
  private static final String MAC = "HmacSHA256";

  private ApiSignature() {}

  /**
   * The headers that a call goes out with, the authorization among them.
   *
   * @param nonce a text that is used once
   */
  static Map<String, String> headers(
      ApiCall call, Credentials credentials, Instant time, String nonce) {
    String bodyHash = sha256("");
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("host", call.host());
    headers.put("x-acs-action", call.action());
    headers.put("x-acs-content-sha256", bodyHash);
    headers.put("x-acs-date", time.truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", nonce);
    headers.put("x-acs-version", call.version());
    credentials
        .securityToken()
        .ifPresent(token -> headers.put("x-acs-security-token", token.reveal()));
    String names = String.join(";", headers.keySet());
    String canonical =
        String.join(
            "\n",
            call.method(),
            call.path(),
            call.canonicalQuery(),
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining()),
            names,
            bodyHash);
    String signature =
        hmac(credentials.accessKeySecret().reveal(), ALGORITHM + "\n" + sha256(canonical));
    headers.put(
        "Authorization",
        ALGORITHM
            + " Credential="
            + credentials.accessKeyId().reveal()
            + ",SignedHeaders="
            + names
            + ",Signature="
            + signature);
    return headers;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), MAC));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
