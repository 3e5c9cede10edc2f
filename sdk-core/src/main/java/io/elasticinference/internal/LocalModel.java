package io.elasticinference.internal;

import io.elasticinference.Framework;
import io.elasticinference.Model;
import io.elasticinference.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model in a local folder: either one version itself or a folder of version folders, named by
 * numbers, as TensorFlow Serving's base path is. A TensorFlow SavedModel is known by its {@code
 * saved_model.pb}; of another model only the caller knows what belongs to it.
 *
 * @param directory the folder of the version to upload
 * @param version its number
 */
record LocalModel(Path directory, long version) {

  private static final String GRAPH = "saved_model.pb";
  private static final String GRAPH_TEXT = "saved_model.pbtxt";
  private static final String SETTING = "model.upload";

  /** What a look at the folder found: a model, or what is wrong with it. */
  record Found(@Nullable LocalModel modelOrNull, List<Violation> violations) {
    Optional<LocalModel> model() {
      return Optional.ofNullable(modelOrNull);
    }
  }

  /** Looks at the folder of a model that is to be uploaded. */
  static Found look(Model model, Path directory) {
    if (!Files.isDirectory(directory)) {
      return wrong(directory.toString(), "a folder that exists");
    }
    if (model.framework() == Framework.CUSTOM) {
      return anyFiles(model, directory);
    }
    if (isSavedModel(directory)) {
      return model.version().isPresent()
          ? found(directory, model.version().getAsLong())
          : ownNumber(directory);
    }
    TreeMap<Long, Path> versions;
    try {
      versions = versions(directory);
    } catch (IOException e) {
      return wrong(directory + " (" + e.getMessage() + ")", "a folder that can be read");
    }
    if (model.version().isPresent()) {
      Path wanted = versions.get(model.version().getAsLong());
      if (wanted == null) {
        return wrong(
            directory + " with versions " + versions.keySet(),
            "a version folder " + model.version().getAsLong());
      }
      return check(wanted, model.version().getAsLong());
    }
    if (versions.isEmpty()) {
      return wrong(
          directory + " with nothing to serve", GRAPH + " in it, or in a folder named by a number");
    }
    return check(versions.lastEntry().getValue(), versions.lastKey());
  }

  private static Found anyFiles(Model model, Path directory) {
    if (model.version().isEmpty()) {
      return ownNumber(directory);
    }
    long version = model.version().getAsLong();
    Path inside = directory.resolve(Long.toString(version));
    Path files = Files.isDirectory(inside) ? inside : directory;
    try (Stream<Path> children = Files.list(files)) {
      return children.findAny().isPresent()
          ? found(files, version)
          : wrong(files + " with nothing in it", "the model's files");
    } catch (IOException e) {
      return wrong(files + " (" + e.getMessage() + ")", "a folder that can be read");
    }
  }

  private static Found check(Path directory, long version) {
    return isSavedModel(directory)
        ? found(directory, version)
        : wrong(directory.toString(), GRAPH + " in it");
  }

  private static Found ownNumber(Path directory) {
    Path name = directory.toAbsolutePath().normalize().getFileName();
    if (name != null && isVersion(name.toString())) {
      return found(directory, Long.parseLong(name.toString()));
    }
    return wrong(directory + " with no version", "version(…), or a folder named by a number");
  }

  private static TreeMap<Long, Path> versions(Path directory) throws IOException {
    TreeMap<Long, Path> versions = new TreeMap<>();
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : (Iterable<Path>) children::iterator) {
        String name = child.getFileName().toString();
        if (isVersion(name) && Files.isDirectory(child)) {
          versions.put(Long.parseLong(name), child);
        }
      }
    }
    return versions;
  }

  // TensorFlow Serving takes a folder for a version when its whole name is a non-negative 64-bit
  // number.
  private static boolean isVersion(String name) {
    return name.matches("[0-9]{1,18}");
  }

  private static boolean isSavedModel(Path directory) {
    return Files.isRegularFile(directory.resolve(GRAPH))
        || Files.isRegularFile(directory.resolve(GRAPH_TEXT));
  }

  private static Found found(Path directory, long version) {
    return new Found(new LocalModel(directory, version), List.of());
  }

  private static Found wrong(String value, String expected) {
    List<Violation> violations = new ArrayList<>();
    violations.add(new Violation(SETTING, value, expected));
    return new Found(null, violations);
  }
}
