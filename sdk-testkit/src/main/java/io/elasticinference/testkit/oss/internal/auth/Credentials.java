package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.internal.protocol.AuthErrors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The access keys that a server knows. Thread-safe. */
public final class Credentials {

  private final Map<String, OssCredential> byId = new ConcurrentHashMap<>();

  /** Adds a credential, in place of an earlier one of the same id. */
  public void accept(OssCredential credential) {
    byId.put(credential.accessKeyId(), credential);
  }

  public void revoke(String accessKeyId) {
    byId.remove(accessKeyId);
  }

  /**
   * Finds a credential by what a request says; its signature is not checked here.
   *
   * @param token the token that was sent, empty if none was
   * @throws io.elasticinference.testkit.oss.internal.protocol.OssException if the id is unknown, or
   *     the token wrong or expired
   */
  OssCredential find(String accessKeyId, String token, Instant now) {
    OssCredential credential = byId.get(accessKeyId);
    boolean tokenSent = !token.isEmpty();
    if (credential == null || credential.securityToken().isPresent() != tokenSent) {
      throw AuthErrors.invalidAccessKeyId(accessKeyId, tokenSent);
    }
    if (tokenSent && !same(credential.securityToken().orElse(""), token)) {
      throw AuthErrors.invalidSecurityToken();
    }
    if (credential.expires().map(end -> !now.isBefore(end)).orElse(false)) {
      throw AuthErrors.securityTokenExpired();
    }
    return credential;
  }

  /** Compares two texts in a time that does not depend on where they differ. */
  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
