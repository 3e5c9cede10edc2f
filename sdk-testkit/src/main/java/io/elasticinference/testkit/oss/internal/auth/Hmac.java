package io.elasticinference.testkit.oss.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes for signatures. Texts are in the form that Undertow gives headers in: one character for
 * each byte sent, so that no byte is lost whatever its encoding.
 */
final class Hmac {

  private Hmac() {}

  static byte[] sha1(byte[] key, String text) {
    return hmac("HmacSHA1", key, text);
  }

  static byte[] sha256(byte[] key, String text) {
    return hmac("HmacSHA256", key, text);
  }

  static String hexOfSha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Brings a decoded text into the one-character-a-byte form. */
  static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static byte[] hmac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm, e);
    }
  }
}
