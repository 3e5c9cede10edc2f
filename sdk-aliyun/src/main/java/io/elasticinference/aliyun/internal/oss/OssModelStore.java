package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.ModelUploadException;
import io.elasticinference.Violation;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    return read(location, VersionFinder::find);
  }

  @Override
  public List<StoredModel> list(String location) {
    return read(location, VersionFinder::list);
  }

  @Override
  public StoredVersion verify(String location, long version) {
    return read(location, finder -> finder.verify(version));
  }

  /** A question that the finder answers. */
  private interface Question<T> {
    T ask(VersionFinder finder) throws InterruptedException;
  }

  private <T> T read(String location, Question<T> question) {
    OssLocation at = OssLocation.parse(location);
    return translated(
        location,
        () -> {
          Bucket bucket = new Bucket(client(), retry(), at.bucket());
          try (Workers workers = new Workers(tuning().concurrency(), () -> {})) {
            return question.ask(new VersionFinder(bucket, at, workers));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUploadException(
                "reading was interrupted (expected: to its end).", "Ask again.", true, e);
          }
        });
  }

  @Override
  public void download(String location, long version, Path versionDirectory, Progress progress) {
    OssLocation from = OssLocation.parse(location);
    OssEndpoint endpoint = OssEndpoint.of(environment);
    translated(location, this::client);
    new VersionDownload(clients(), tuning(), endpoint, from, version)
        .run(versionDirectory, progress);
  }

  @Override
  public InputStream open(String location, long version, String file) {
    OssLocation at = OssLocation.parse(location);
    return translated(location, () -> new OneFile(client(), retry(), at, version, file).open());
  }

  @Override
  public PresignedUrl presign(String location, long version, String file, Duration validFor) {
    OssLocation at = OssLocation.parse(location);
    return translated(
        location, () -> new OneFile(client(), retry(), at, version, file).presign(validFor));
  }

  @Override
  public void delete(String location, long version) {
    OssLocation at = OssLocation.parse(location);
    translated(
        location,
        () -> {
          new VersionDeletion(new Bucket(client(), retry(), at.bucket()), at, version).run();
          return version;
        });
  }

  @Override
  public Optional<String> locationOf(ClusterVolume volume) {
    return OssMount.locationOf(volume);
  }

  private OssRetry retry() {
    return clients().retry(() -> false);
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
      throw new IllegalStateException(
          "Model store: closed (expected: open). Make another client, and close it when all is"
              + " done.");
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
