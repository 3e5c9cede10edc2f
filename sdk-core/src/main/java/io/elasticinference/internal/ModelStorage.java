package io.elasticinference.internal;

import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.Violation;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.store.PresignedUrl;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import io.elasticinference.telemetry.Subject;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a client can do with the models in its store, each call checked before it is sent. */
public final class ModelStorage {

  private static final Duration LONGEST_URL = Duration.ofDays(7);
  private static final Duration SHORTEST_URL = Duration.ofSeconds(1);

  private final Ports ports;
  private final ServiceListener listener;

  /**
   * The storage of one client.
   *
   * @param ports its ports
   * @param listener hears of progress
   */
  public ModelStorage(Ports ports, ServiceListener listener) {
    this.ports = ports;
    this.listener = listener;
  }

  /** Looks for models below a location. */
  public List<StoredModel> list(String location) {
    return operation("models.list", () -> store(location).list(location));
  }

  /** Looks one model up. */
  public StoredModel find(String location) {
    return operation("models.find", () -> store(location).find(location));
  }

  /** Makes sure that a version can be served. */
  public StoredVersion verify(String location, long version) {
    return operation("models.verify", () -> store(location, version).verify(location, version));
  }

  /** Uploads a model, and makes sure that it arrived. */
  public StoredVersion upload(Model model) {
    return operation(
        "models.upload",
        () -> {
          LocalModel local = localModel(model);
          String location = model.location().orElseThrow();
          new UploadStage(ports.modelStore(), new Events(model.name(), listener))
              .upload(model, local);
          return ports.modelStore().verify(location, local.version());
        });
  }

  private LocalModel localModel(Model model) {
    List<Violation> violations = new ArrayList<>();
    ValidateStage.model(model, violations);
    model
        .location()
        .ifPresent(location -> violations.addAll(ports.modelStore().validate(location)));
    if (model.directory().isEmpty()) {
      violations.add(
          new Violation("model.upload", "none", "upload(Path.of(\"…\")).to(\"oss://…\")"));
    }
    LocalModel local = ValidateStage.local(model, violations).orElse(null);
    if (local == null || !violations.isEmpty()) {
      throw new InvalidSpecException(violations);
    }
    return local;
  }

  /** Downloads a version below a folder. */
  public Path download(String location, long version, Path directory) {
    return operation(
        "models.download",
        () -> {
          ModelStore store = store(location, version);
          Path target = directory.resolve(Long.toString(version));
          Events events = new Events(location, listener);
          try (TransferReporter reporter = TransferReporter.ofDownload(events, System::nanoTime)) {
            store.download(location, version, target, reporter);
          }
          return target;
        });
  }

  /** Opens one file. */
  public InputStream open(String location, long version, String file) {
    return operation("models.open", () -> store(location, version).open(location, version, file));
  }

  /** Signs the URL of one file. */
  public PresignedUrl presign(String location, long version, String file, Duration validFor) {
    return operation(
        "models.presign",
        () -> {
          ModelStore store = store(location, version);
          if (validFor.compareTo(SHORTEST_URL) < 0 || validFor.compareTo(LONGEST_URL) > 0) {
            throw new InvalidSpecException(
                List.of(
                    new Violation(
                        "validFor",
                        validFor.toString(),
                        SHORTEST_URL + " to " + LONGEST_URL + " (7 d)")));
          }
          return store.presign(location, version, file, validFor);
        });
  }

  /** Gives up what uploads that broke off have kept. */
  public int discardUnfinished(String location) {
    return operation(
        "models.discard_unfinished", () -> store(location).discardUnfinished(location));
  }

  /** Deletes a version that nobody mounts. */
  public void delete(String location, long version) {
    operation(
        "models.delete",
        () -> {
          ModelStore store = store(location, version);
          new ModelUsers(ports, store).requireNone(location, version);
          store.delete(location, version);
          return version;
        });
  }

  /** Deletes a version. */
  public void deleteUnchecked(String location, long version) {
    operation(
        "models.delete",
        () -> {
          store(location, version).delete(location, version);
          return version;
        });
  }

  private <T> T operation(String name, Supplier<T> work) {
    return ports.operation(name, Subject.NONE, work);
  }

  private ModelStore store(String location, long version) {
    List<Violation> violations = new ArrayList<>(ports.modelStore().validate(location));
    if (version <= 0) {
      violations.add(new Violation("version", Long.toString(version), "> 0"));
    }
    return checked(violations);
  }

  private ModelStore store(String location) {
    return checked(ports.modelStore().validate(location));
  }

  private ModelStore checked(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw new InvalidSpecException(violations);
    }
    return ports.modelStore();
  }
}
