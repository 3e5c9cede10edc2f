package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Violation;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.StoredModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Models in OSS. Connects when it is first asked for something that is there. */
final class OssModelStore implements ModelStore {

  private final Environment environment;
  private final CredentialsChain credentials;
  private final @Nullable UploadTuning tuning;
  private final OssMount mount;
  private @Nullable OSS client;
  private boolean closed;

  OssModelStore(Environment environment, CredentialsChain credentials) {
    this(environment, credentials, null);
  }

  /**
   * Makes one.
   *
   * @param tuning how it uses the network; null: as the settings say
   */
  OssModelStore(
      Environment environment, CredentialsChain credentials, @Nullable UploadTuning tuning) {
    this.environment = environment;
    this.credentials = credentials;
    this.tuning = tuning;
    this.mount = new OssMount(environment, credentials);
  }

  @Override
  public List<Violation> validate(String location) {
    List<Violation> violations = new ArrayList<>(OssLocation.check(location));
    violations.addAll(OssEndpoint.check(environment));
    violations.addAll(UploadTuning.check(environment));
    return violations;
  }

  @Override
  public void checkMount(String location) {
    translated(
        location,
        () -> {
          mount.require();
          return true;
        });
  }

  @Override
  public ModelVolume volume(String location) {
    OssLocation at = OssLocation.parse(location);
    return translated(location, () -> mount.volume(at));
  }

  @Override
  public void upload(Path versionDirectory, String location, long version, Progress progress) {
    OssLocation to = OssLocation.parse(location);
    OssEndpoint endpoint = OssEndpoint.of(environment);
    OSS control = translated(location, this::client);
    CheckpointFolder checkpoints = CheckpointFolder.of(environment);
    new VersionUpload(clients(), control, tuning(), checkpoints, endpoint, to, version)
        .run(versionDirectory, progress);
    kept(to).sweep(Instant.now());
  }

  @Override
  public int discardUnfinished(String location) {
    OssLocation at = OssLocation.parse(location);
    return translated(
        location, () -> kept(at).discard(at.prefix().isEmpty() ? "" : at.prefix() + "/"));
  }

  private KeptUploads kept(OssLocation at) {
    MultipartServer server =
        new MultipartServer(client(), clients().retry(() -> false), at.bucket());
    return new KeptUploads(
        CheckpointFolder.of(environment), server, OssEndpoint.of(environment), at.bucket());
  }

  @Override
  public StoredModel find(String location) {
    OssLocation at = OssLocation.parse(location);
    return translated(
        location,
        () -> {
          OssRetry retry = clients().retry(() -> false);
          return new VersionFinder(new Bucket(client(), retry, at.bucket()), at).find();
        });
  }

  private <T> T translated(String location, Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidSpecException | IllegalStateException e) {
      throw e;
    } catch (RuntimeException e) {
      throw OssErrors.translate(
          "Model store " + location, OssLocation.parse(location), OssEndpoint.of(environment), e);
    }
  }

  /** Looks for credentials too, so that their absence is not told as a failed request. */
  private synchronized OSS client() {
    if (closed) {
      throw new IllegalStateException("the model store is closed");
    }
    credentials.get();
    OSS made = client;
    if (made == null) {
      made = clients().make();
      client = made;
    }
    return made;
  }

  private OssClients clients() {
    return new OssClients(OssEndpoint.of(environment), credentials, tuning());
  }

  private UploadTuning tuning() {
    return tuning == null ? UploadTuning.of(environment) : tuning;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdown();
      client = null;
    }
  }
}
