package io.elasticinference.k8s.internal.connect;

import io.elasticinference.k8s.internal.api.Credentials;
import io.elasticinference.spi.Secret;
import okhttp3.Headers;

/** A bearer token that never changes. */
final class TokenCredentials implements Credentials {

  private final Secret token;

  TokenCredentials(Secret token) {
    this.token = token;
  }

  @Override
  public Headers headers() {
    return bearer(token);
  }

  @Override
  public boolean renew() {
    return false;
  }

  static Headers bearer(Secret token) {
    return Headers.of("Authorization", "Bearer " + token.reveal());
  }
}
