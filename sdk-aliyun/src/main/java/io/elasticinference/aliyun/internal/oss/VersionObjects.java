package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.store.StoredFile;
import io.elasticinference.store.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a version's folder, and whether it is a whole version. What this SDK uploads has a
 * manifest; what other tools upload is known by its graph.
 *
 * @param number the version's number
 * @param folder the key of its folder, with a slash at its end
 * @param objects by their names below the folder
 */
record VersionObjects(long number, String folder, Map<String, RemoteObject> objects) {

  /** TensorFlow Serving takes a folder for a model as soon as one of these is in it. */
  static final List<String> GRAPHS = List.of("saved_model.pb", "saved_model.pbtxt");

  /** What a model in the layout of Hugging Face has, as vLLM reads it. */
  private static final String CONFIG = "config.json";

  /** So many names of missing files fit into a message. */
  private static final int MOST_NAMES = 3;

  /** Lists a folder. */
  static VersionObjects list(Bucket bucket, String folder, long number) {
    return new VersionObjects(number, folder, bucket.objects(folder));
  }

  /** The manifest; null where there is none, or where it cannot be read. */
  @Nullable VersionManifest manifest(Bucket bucket) {
    return objects.containsKey(VersionManifest.NAME)
        ? bucket
            .text(folder + VersionManifest.NAME)
            .flatMap(VersionManifest::parse)
            .orElse(VersionManifest.incomplete(List.of()))
        : null;
  }

  /** The files of the version: neither the manifest nor what stands for a folder. */
  Map<String, RemoteObject> files() {
    Map<String, RemoteObject> files = new TreeMap<>(objects);
    files.remove(VersionManifest.NAME);
    files.values().removeIf(RemoteObject::isFolder);
    return files;
  }

  /** Says what was found. */
  StoredVersion judged(@Nullable VersionManifest manifest) {
    List<StoredFile> files = new ArrayList<>();
    files().forEach((name, o) -> files.add(new StoredFile(name, o.size(), o.lastModified())));
    Instant last =
        objects.values().stream()
            .map(RemoteObject::lastModified)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    return new StoredVersion(number, files, last, problem(manifest));
  }

  private @Nullable String problem(@Nullable VersionManifest manifest) {
    if (manifest == null) {
      return objects.containsKey(CONFIG) || GRAPHS.stream().anyMatch(objects::containsKey)
          ? null
          : "no " + String.join(" or ", GRAPHS) + " or " + CONFIG;
    }
    if (!manifest.complete()) {
      return "its upload has not ended";
    }
    List<String> wrong = new ArrayList<>();
    for (VersionManifest.Entry file : manifest.files()) {
      RemoteObject object = objects.get(file.name());
      if (object == null || object.size() != file.size()) {
        wrong.add(file.name());
      }
    }
    if (wrong.isEmpty()) {
      return null;
    }
    return wrong.size()
        + " of "
        + manifest.files().size()
        + " files missing or of another size: "
        + String.join(", ", wrong.subList(0, Math.min(MOST_NAMES, wrong.size())))
        + (wrong.size() > MOST_NAMES ? ", …" : "");
  }
}
