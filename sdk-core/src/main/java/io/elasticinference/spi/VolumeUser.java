package io.elasticinference.spi;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in the cluster who mounts a volume, and what is known of what they read there.
 *
 * @param who for messages, for example {@code service 'bert', version v1, in namespace default}
 * @param volume what they mount
 * @param folderRead the folder below the volume's root that they read a model's versions from,
 *     without slashes at its ends, empty for the root; null: not known
 * @param versionServed the one version that they serve; null: the newest, or not known
 */
public record VolumeUser(
    String who, ClusterVolume volume, @Nullable String folderRead, @Nullable Long versionServed) {

  /**
   * The folder that they read a model's versions from.
   *
   * @return below the volume's root; empty where it is not known
   */
  public Optional<String> folder() {
    return Optional.ofNullable(folderRead);
  }

  /**
   * The one version that they serve.
   *
   * @return empty for the newest, or where it is not known
   */
  public OptionalLong version() {
    return versionServed == null ? OptionalLong.empty() : OptionalLong.of(versionServed);
  }
}
