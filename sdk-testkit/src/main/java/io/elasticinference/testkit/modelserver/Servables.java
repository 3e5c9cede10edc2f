package io.elasticinference.testkit.modelserver;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The versions of each model and what has become of them. */
final class Servables {
  /** How far a version has come (tensorflow_serving/apis/get_model_status.proto). */
  enum State {
    LOADING,
    AVAILABLE,
    END
  }

  /**
   * One version of a model; it has a model while it is available, and an error when it could not be
   * loaded.
   */
  record Version(
      long number, State state, @Nullable SavedModel model, @Nullable ServingException error) {}

  private final ConcurrentHashMap<String, NavigableMap<Long, Version>> models =
      new ConcurrentHashMap<>();

  void put(String model, Version version) {
    models
        .computeIfAbsent(model, name -> new ConcurrentSkipListMap<>())
        .put(version.number(), version);
  }

  Collection<Version> versions(String model) {
    NavigableMap<Long, Version> versions = models.get(model);
    if (versions == null) {
      throw ServingException.notFound("Could not find any versions of model " + model);
    }
    return versions.values();
  }

  Version version(String model, long number) {
    return Optional.ofNullable(models.get(model))
        .map(versions -> versions.get(number))
        .orElseThrow(
            () ->
                ServingException.notFound(
                    "Could not find version " + number + " of model " + model));
  }

  /** Returns the version to ask, the newest available one unless one is named. */
  Version available(String model, @Nullable Long number) {
    NavigableMap<Long, Version> versions =
        models.getOrDefault(model, new ConcurrentSkipListMap<>());
    return versions.descendingMap().values().stream()
        .filter(version -> version.state() == State.AVAILABLE)
        .filter(version -> number == null || number == version.number())
        .findFirst()
        .orElseThrow(
            () ->
                ServingException.notFound(
                    "Servable not found for request: "
                        + (number == null
                            ? "Latest(" + model + ")"
                            : "Specific(" + model + ", " + number + ")")));
  }
}
