package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import io.elasticinference.store.StoredModel;
import io.elasticinference.store.StoredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Which models and versions are in the store, and whether one of them is whole. */
final class VersionFinder {

  private final Bucket bucket;
  private final OssLocation location;
  private final Workers workers;

  VersionFinder(Bucket bucket, OssLocation location, Workers workers) {
    this.bucket = bucket;
    this.location = location;
    this.workers = workers;
  }

  /** The versions of the model at the location. */
  StoredModel find() throws InterruptedException {
    String folder = location.folder();
    List<Supplier<StoredVersion>> jobs = new ArrayList<>();
    for (String name : bucket.folders(folder)) {
      OptionalLong number = VersionNumbers.of(name);
      if (number.isPresent()) {
        jobs.add(
            () -> judged(VersionObjects.list(bucket, folder + name + "/", number.getAsLong())));
      }
    }
    return new StoredModel(location.withoutSlash(), workers.all(jobs));
  }

  /** The models below the location, with their versions. */
  List<StoredModel> list() throws InterruptedException {
    ModelTree tree = new ModelTree(location.folder());
    bucket.eachObject(location.folder(), tree::add);
    List<StoredModel> models = new ArrayList<>();
    for (var model : tree.models().entrySet()) {
      List<Supplier<StoredVersion>> jobs = new ArrayList<>();
      model.getValue().forEach(version -> jobs.add(() -> judged(version)));
      models.add(new StoredModel(location.at(model.getKey()).withoutSlash(), workers.all(jobs)));
    }
    return models;
  }

  private StoredVersion judged(VersionObjects objects) {
    return objects.judged(objects.manifest(bucket));
  }

  /**
   * What lies in a version that is whole.
   *
   * @param objects what is in its folder
   * @param manifest what it consists of; none where another tool uploaded it
   * @param version what it looks like from outside
   */
  record Whole(VersionObjects objects, Optional<VersionManifest> manifest, StoredVersion version) {}

  /**
   * Makes sure that a version is whole, by the sizes of its files.
   *
   * @throws ModelUploadException where it is not
   */
  Whole whole(long number) throws InterruptedException {
    String folder = location.key(number + "/");
    VersionObjects objects = VersionObjects.list(bucket, folder, number);
    String what = "Model version " + location.withoutSlash() + "/" + number;
    if (objects.objects().isEmpty()) {
      throw new ModelUploadException(
          what
              + ": not there, complete are "
              + find().completeVersions()
              + " (expected: a version folder with a saved model in it).",
          "Upload it first: Model.….upload(Path.of(\"…\")).to(\""
              + location.withoutSlash()
              + "\").",
          false,
          null);
    }
    VersionManifest manifest = objects.manifest(bucket);
    StoredVersion version = objects.judged(manifest);
    if (!version.complete()) {
      throw new ModelUploadException(
          what
              + ": not complete, "
              + version.problem().orElseThrow()
              + " (expected: all its files). Complete are "
              + find().completeVersions()
              + ".",
          "Upload it again, which sends only what is missing; or wait, if an upload is under way; or"
              + " take another version.",
          false,
          null);
    }
    return new Whole(objects, Optional.ofNullable(manifest), version);
  }

  /**
   * Makes sure that a version is whole, and holds the bytes that were uploaded. Those of files that
   * are older than the manifest were compared when it was written.
   *
   * @throws ModelUploadException where it does not
   */
  StoredVersion verify(long number) throws InterruptedException {
    Whole whole = whole(number);
    if (whole.manifest().isPresent()) {
      RemoteObject written = whole.objects().objects().get(VersionManifest.NAME);
      List<Supplier<String>> jobs = new ArrayList<>();
      for (VersionManifest.Entry file : whole.manifest().get().files()) {
        RemoteObject object = whole.objects().objects().get(file.name());
        if (object != null
            && written != null
            && !object.lastModified().isBefore(written.lastModified())) {
          jobs.add(() -> isSame(file, object) ? "" : file.name());
        }
      }
      List<String> changed =
          workers.all(jobs).stream().filter(name -> !name.isEmpty()).sorted().toList();
      if (!changed.isEmpty()) {
        throw changed(number, changed);
      }
    }
    return whole.version();
  }

  private boolean isSame(VersionManifest.Entry file, RemoteObject object) {
    return bucket
        .crc64(object.key())
        .map(Long::toUnsignedString)
        .filter(file.crc64()::equals)
        .isPresent();
  }

  /** Says that files hold other bytes than were uploaded. */
  ModelUploadException changed(long number, List<String> files) {
    return new ModelUploadException(
        "Model version "
            + location.withoutSlash()
            + "/"
            + number
            + ": other bytes than were uploaded in "
            + String.join(", ", files)
            + " (expected: the CRC64 of the manifest).",
        "Upload it again, which sends only what differs; or give what changed a version of its own.",
        false,
        null);
  }
}
