package io.elasticinference.testkit.modelserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds and loads the versions of the models, as TensorFlow Serving does before it opens a port: it
 * polls a base path for ever until there is a version in it, tries a version that cannot be loaded
 * some more times, and then gives up
 * (tensorflow_serving/sources/storage_path/file_system_storage_path_source.cc,
 * core/loader_harness.cc).
 */
final class ModelLoader {
  private static final String SOURCE = "sources/storage_path/file_system_storage_path_source.cc";

  private final List<ModelConfig> models;
  private final Function<String, Path> files;
  private final Servables servables;
  private final ServerLog log;
  private final int pollSeconds;
  private final int retries;
  private final int retryMicros;

  ModelLoader(
      List<ModelConfig> models,
      Function<String, Path> files,
      Servables servables,
      Flags flags,
      ServerLog log) {
    this.models = models;
    this.files = files;
    this.servables = servables;
    this.log = log;
    pollSeconds = flags.number("file_system_poll_wait_seconds", 1);
    retries = flags.number("max_num_load_retries", 5);
    retryMicros = flags.number("load_retry_interval_micros", 60_000_000);
  }

  /**
   * Returns when a version of each model is available.
   *
   * @throws ServingException when one cannot be loaded
   * @throws InterruptedException when the server is stopped meanwhile
   */
  void loadAll() throws InterruptedException {
    log.info("model_servers/server_core.cc", "Adding/updating models.");
    List<String> failed = new ArrayList<>();
    for (ModelConfig model : models) {
      log.info("model_servers/server_core.cc", " (Re-)adding model: " + model.name());
      List<Long> versions = find(model);
      while (versions.isEmpty()) {
        TimeUnit.SECONDS.sleep(Math.max(1, pollSeconds));
        versions = find(model);
      }
      for (long version : versions) {
        load(model, version, failed);
      }
    }
    if (!failed.isEmpty()) {
      throw new ServingException(
          ServingException.Code.INTERNAL,
          failed.size()
              + " servable(s) did not become available: {"
              + String.join(", ", failed)
              + "}");
    }
  }

  private List<Long> find(ModelConfig model) {
    Path base = files.apply(model.basePath());
    if (!Files.exists(base)) {
      log.error(
          SOURCE,
          "FileSystemStoragePathSource encountered a filesystem access error: Could not find base path "
              + model.basePath()
              + " for servable "
              + model.name()
              + " with error Not found: "
              + model.basePath()
              + " not found");
      return List.of();
    }
    List<Long> chosen =
        model.policy().choose(versionsIn(base), model.name(), warning -> log.warn(SOURCE, warning));
    if (chosen.isEmpty()) {
      log.warn(
          SOURCE,
          "No versions of servable "
              + model.name()
              + " found under base path "
              + model.basePath()
              + ". Did you forget to name your leaf directory as a number (eg. '/1/')?");
    }
    return chosen;
  }

  private SortedSet<Long> versionsIn(Path base) {
    SortedSet<Long> versions = new TreeSet<>();
    try (Stream<Path> children = Files.list(base)) {
      children
          .map(child -> child.getFileName().toString())
          .filter(name -> name.matches("\\d{1,18}"))
          .forEach(name -> versions.add(Long.valueOf(name)));
    } catch (IOException e) {
      log.error(
          SOURCE,
          "FileSystemStoragePathSource encountered a filesystem access error: " + e.getMessage());
    }
    return versions;
  }

  private void load(ModelConfig model, long number, List<String> failed)
      throws InterruptedException {
    String servable = "{name: " + model.name() + " version: " + number + "}";
    servables.put(model.name(), new Servables.Version(number, Servables.State.LOADING, null, null));
    String shown = model.basePath().replaceAll("/+$", "") + "/" + number;
    for (int attempt = 0; ; attempt++) {
      try {
        SavedModel loaded = SavedModel.load(files.apply(shown), shown);
        servables.put(
            model.name(), new Servables.Version(number, Servables.State.AVAILABLE, loaded, null));
        log.info("core/loader_harness.cc", "Successfully loaded servable version " + servable);
        return;
      } catch (ServingException e) {
        log.error("util/retrier.cc", "Loading servable: " + servable + " failed: " + e.status());
        if (attempt >= retries) {
          servables.put(model.name(), new Servables.Version(number, Servables.State.END, null, e));
          failed.add("{" + servable + " due to error: " + e.status() + "}");
          return;
        }
      }
      TimeUnit.MICROSECONDS.sleep(retryMicros);
    }
  }
}
