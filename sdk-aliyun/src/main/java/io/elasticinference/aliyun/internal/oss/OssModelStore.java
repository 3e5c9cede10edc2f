package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import io.elasticinference.Violation;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.aliyun.internal.credentials.NoCredentialsException;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.StoredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Models in OSS. */
final class OssModelStore implements ModelStore {

  private final Environment environment;
  private final OssMount mount;

  OssModelStore(Environment environment, CredentialsChain credentials) {
    this.environment = environment;
    this.mount = new OssMount(environment, credentials);
  }

  @Override
  public List<Violation> validate(String location) {
    List<Violation> violations = new ArrayList<>(OssLocation.check(location));
    violations.addAll(OssEndpoint.check(environment));
    return violations;
  }

  @Override
  public void checkMount(String location) {
    try {
      mount.require();
    } catch (NoCredentialsException e) {
      throw new ModelUploadException(e.observed(), e.hint(), false, null);
    }
  }

  @Override
  public void upload(Path versionDirectory, String location, long version, Progress progress) {
    throw new UnsupportedOperationException("uploading comes with the next change");
  }

  @Override
  public StoredModel find(String location) {
    throw new UnsupportedOperationException("finding comes with the next change");
  }

  @Override
  public ModelVolume volume(String location) {
    try {
      return mount.volume(OssLocation.parse(location));
    } catch (NoCredentialsException e) {
      throw new ModelUploadException(e.observed(), e.hint(), false, null);
    }
  }

  @Override
  public void close() {}
}
