package io.elasticinference.internal;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.ModelInUseException;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.VolumeUser;
import io.elasticinference.store.StoredVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who in the cluster serves a version of a model. */
final class ModelUsers {

  private final Ports ports;
  private final ModelStore store;

  ModelUsers(Ports ports, ModelStore store) {
    this.ports = ports;
    this.store = store;
  }

  /**
   * Makes sure that nobody does.
   *
   * @throws ModelInUseException where somebody does, or may
   * @throws ClusterAccessException where there is no cluster to ask
   */
  void requireNone(String location, long version) {
    String model = withoutSlash(location);
    String target = model + "/" + version;
    List<VolumeUser> users =
        cluster(target)
            .volumeUsers(
                volume ->
                    store
                        .locationOf(volume)
                        .filter(root -> isWithin(root, target) || isWithin(target, root))
                        .isPresent());
    boolean superseded =
        users.stream().anyMatch(user -> followsNewest(user, model)) && isSuperseded(model, version);
    List<String> inTheWay =
        users.stream()
            .filter(user -> serves(user, model, version, superseded))
            .map(VolumeUser::who)
            .distinct()
            .sorted()
            .toList();
    if (!inTheWay.isEmpty()) {
      throw new ModelInUseException(
          "Model version "
              + target
              + ": not deleted, mounted by "
              + String.join("; ", inTheWay)
              + " (expected: by nobody).",
          "Delete these first, or let them serve another version.",
          inTheWay);
    }
  }

  private Cluster cluster(String target) {
    try {
      return ports.cluster();
    } catch (ClusterAccessException e) {
      throw new ClusterAccessException(
          "Model version "
              + target
              + ": not deleted, since there is no cluster to ask who mounts it (expected: one). "
              + e.getMessage(),
          "If no service mounts it, say deleteUnchecked(…).",
          e.retryable(),
          e);
    }
  }

  /** What a user reads is compared by whole folders, so that none is missed at any depth. */
  private boolean serves(VolumeUser user, String model, long version, boolean superseded) {
    String read = readBy(user);
    if (read == null) {
      return true; // nobody knows what
    }
    if (!read.equals(model)) {
      return isWithin(read, model + "/" + version) || isWithin(model, read);
    }
    return user.version().isPresent() ? user.version().getAsLong() == version : !superseded;
  }

  private boolean followsNewest(VolumeUser user, String model) {
    return user.version().isEmpty() && model.equals(readBy(user));
  }

  /** A server that follows the newest version has left this one for a newer one. */
  private boolean isSuperseded(String model, long version) {
    return store.find(model).versions().stream()
        .filter(StoredVersion::complete)
        .anyMatch(other -> other.number() > version);
  }

  private @Nullable String readBy(VolumeUser user) {
    String root = store.locationOf(user.volume()).map(ModelUsers::withoutSlash).orElse(null);
    return root == null
        ? null
        : user.folder().map(folder -> folder.isEmpty() ? root : root + "/" + folder).orElse(null);
  }

  private static boolean isWithin(String inner, String outer) {
    return (withoutSlash(inner) + "/").startsWith(withoutSlash(outer) + "/");
  }

  private static String withoutSlash(String location) {
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }
}
