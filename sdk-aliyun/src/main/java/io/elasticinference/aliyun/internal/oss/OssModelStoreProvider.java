package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;

/** Makes the store of models; found by {@link java.util.ServiceLoader}. */
public final class OssModelStoreProvider implements ModelStore.Provider {

  /** Made by {@link java.util.ServiceLoader}. */
  public OssModelStoreProvider() {}

  @Override
  public ModelStore create(Environment environment) {
    return new OssModelStore(environment, CredentialsChain.of(environment));
  }
}
