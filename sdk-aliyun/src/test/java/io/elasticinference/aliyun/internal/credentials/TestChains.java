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
}
