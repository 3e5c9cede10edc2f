package io.elasticinference.testkit.oss;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An access key that a local OSS knows. Immutable; the secret and the token are never printed. */
public final class OssCredential {

  private final String accessKeyId;
  private final String accessKeySecret;
  private final @Nullable String securityToken;
  private final @Nullable Instant expires;
  private final boolean readOnly;

  private OssCredential(
      String accessKeyId,
      String accessKeySecret,
      @Nullable String securityToken,
      @Nullable Instant expires,
      boolean readOnly) {
    this.accessKeyId = Objects.requireNonNull(accessKeyId, "accessKeyId");
    this.accessKeySecret = Objects.requireNonNull(accessKeySecret, "accessKeySecret");
    this.securityToken = securityToken;
    this.expires = expires;
    this.readOnly = readOnly;
  }

  /**
   * Makes a lasting access key that may read and write.
   *
   * @param accessKeyId the access key's id
   * @param accessKeySecret the access key's secret
   * @return the credential
   */
  public static OssCredential of(String accessKeyId, String accessKeySecret) {
    return new OssCredential(accessKeyId, accessKeySecret, null, null, false);
  }

  /**
   * Makes this a temporary credential, as STS gives them: requests must carry the token, and fail
   * with {@code SecurityTokenExpired} afterwards.
   *
   * @param securityToken the token
   * @param expires when it ends
   * @return a credential that differs in this
   */
  public OssCredential temporary(String securityToken, Instant expires) {
    return new OssCredential(
        accessKeyId,
        accessKeySecret,
        Objects.requireNonNull(securityToken, "securityToken"),
        Objects.requireNonNull(expires, "expires"),
        readOnly);
  }

  /**
   * Forbids writing: such requests fail with {@code AccessDenied}.
   *
   * @return a credential that differs in this
   */
  public OssCredential readOnly() {
    return new OssCredential(accessKeyId, accessKeySecret, securityToken, expires, true);
  }

  /**
   * Gives the access key's id.
   *
   * @return the id
   */
  public String accessKeyId() {
    return accessKeyId;
  }

  /**
   * Gives the access key's secret.
   *
   * @return the secret
   */
  public String accessKeySecret() {
    return accessKeySecret;
  }

  /**
   * Gives the token of a temporary credential.
   *
   * @return the token, empty for a lasting access key
   */
  public Optional<String> securityToken() {
    return Optional.ofNullable(securityToken);
  }

  /**
   * Gives the end of a temporary credential.
   *
   * @return the time, empty for a lasting access key
   */
  public Optional<Instant> expires() {
    return Optional.ofNullable(expires);
  }

  /**
   * Tells whether the credential may write.
   *
   * @return whether it may
   */
  public boolean mayWrite() {
    return !readOnly;
  }

  @Override
  public String toString() {
    return "OssCredential[" + accessKeyId + (readOnly ? ", read only" : "") + "]";
  }
}
