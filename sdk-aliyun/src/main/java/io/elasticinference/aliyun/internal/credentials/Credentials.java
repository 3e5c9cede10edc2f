package io.elasticinference.aliyun.internal.credentials;

import io.elasticinference.spi.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access key. Its text shows nothing of it.
 *
 * @param accessKeyId the key's name
 * @param accessKeySecret what it signs with
 * @param token the token that goes with a temporary key; null: the key does not expire
 */
public record Credentials(Secret accessKeyId, Secret accessKeySecret, @Nullable Secret token) {

  /**
   * The token of a temporary key.
   *
   * @return empty for a key that does not expire
   */
  public Optional<Secret> securityToken() {
    return Optional.ofNullable(token);
  }

  @Override
  public String toString() {
    return "Credentials(hidden)";
  }
}
