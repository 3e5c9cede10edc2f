package io.elasticinference.aliyun.internal.credentials;

import io.elasticinference.spi.Environment;
import java.util.List;

/** Chains that look nowhere on the machine that runs the tests. */
public final class TestChains {

  private TestChains() {}

  /** Looks at the settings only. */
  public static CredentialsChain settingsOnly(Environment environment) {
    return new CredentialsChain(List.of(new SettingsPlace(environment)));
  }

  /** Finds the first ones, and the second ones once those were given up. */
  public static CredentialsChain renewing(Credentials first, Credentials second) {
    FakePlace place = new FakePlace("a role", true, first);
    place.afterForgetting = second;
    return new CredentialsChain(List.of(place));
  }
}
