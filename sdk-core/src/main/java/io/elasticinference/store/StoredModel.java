package io.elasticinference.store;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A model as it lies in the store: a folder of version folders, named by numbers, as TensorFlow
 * Serving reads them.
 *
 * @param location the URI of the folder that holds the version folders, without a slash at its end,
 *     for example {@code oss://models/tensorflow/chnsenticorp}
 * @param versions the versions there, complete or not, ascending
 */
public record StoredModel(String location, List<StoredVersion> versions) {

  /** Sorts the versions. */
  public StoredModel {
    versions = versions.stream().sorted(Comparator.comparingLong(StoredVersion::number)).toList();
  }

  /**
   * The model's name, if it has that of its folder.
   *
   * @return the last part of the location
   */
  public String name() {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /**
   * One version.
   *
   * @param number its number
   * @return empty where there is none of that number, complete or not
   */
  public Optional<StoredVersion> version(long number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /**
   * The version of the highest number, which a model server takes that follows the newest.
   *
   * @return complete or not; empty where there is no version
   */
  public Optional<StoredVersion> newest() {
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  /**
   * The complete versions.
   *
   * @return their numbers, ascending
   */
  public List<Long> completeVersions() {
    return versions.stream().filter(StoredVersion::complete).map(StoredVersion::number).toList();
  }
}
