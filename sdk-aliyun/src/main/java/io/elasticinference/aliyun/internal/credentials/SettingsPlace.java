package io.elasticinference.aliyun.internal.credentials;

import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Secret;
import java.util.Optional;

/** The SDK's own settings, which are the usual environment variables. */
record SettingsPlace(Environment environment) implements CredentialPlace {

  @Override
  public String name() {
    return Environment.ACCESS_KEY_ID + " and " + Environment.ACCESS_KEY_SECRET;
  }

  @Override
  public boolean temporaryOnly() {
    return false;
  }

  @Override
  public boolean configured() {
    return environment.get(Environment.ACCESS_KEY_ID).isPresent();
  }

  @Override
  public Credentials look() throws NothingThere {
    Optional<String> id = environment.get(Environment.ACCESS_KEY_ID);
    Optional<String> secret = environment.get(Environment.ACCESS_KEY_SECRET);
    if (id.isEmpty() || secret.isEmpty()) {
      throw new NothingThere(
          id.isEmpty() && secret.isEmpty() ? "not set" : "only one of the two is set");
    }
    return new Credentials(
        Secret.of(id.get()),
        Secret.of(secret.get()),
        environment.get(Environment.SECURITY_TOKEN).map(Secret::of).orElse(null));
  }

  /** Settings do not change, so there is nothing else to be found here. */
  @Override
  public void forget() {}
}
