package io.elasticinference.testkit.sls.internal.auth;

import org.jspecify.annotations.Nullable;

/**
 * An access key that the service knows.
 *
 * @param id its id
 * @param secret its secret
 * @param token the security token that must come with it, or null for a lasting key
 */
public record AccessKey(String id, String secret, @Nullable String token) {

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
