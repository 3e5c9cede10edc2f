package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Tells where a path of a container lies: under the volume that is mounted deepest above it, else
 * in an empty root.
 */
final class ContainerFiles implements Function<String, Path> {
  private record Mount(Path at, Path folder) {}

  private final List<Mount> mounts;
  private final Path root;

  ContainerFiles(Pod.Container container, Path podFolder) {
    mounts =
        Json.objects(container.json(), "volumeMounts").stream()
            .map(mount -> mount(mount, podFolder))
            .sorted(Comparator.comparing((Mount mount) -> mount.at().getNameCount()).reversed())
            .toList();
    root = podFolder.resolve("root").resolve(container.name());
  }

  private static Mount mount(JsonObject mount, Path podFolder) {
    Path volume = Volumes.folder(podFolder, Json.text(mount, "name"));
    Path inside = volume.resolve(Json.text(mount, "subPath")).normalize();
    // The API server refuses a subPath with "..": what remains is the volume itself.
    return new Mount(
        Path.of("/", Json.text(mount, "mountPath")).normalize(),
        inside.startsWith(volume) ? inside : volume);
  }

  @Override
  public Path apply(String path) {
    Path absolute = Path.of("/", path).normalize();
    for (Mount mount : mounts) {
      if (absolute.startsWith(mount.at())) {
        return mount.folder().resolve(mount.at().relativize(absolute).toString());
      }
    }
    return root.resolve(Path.of("/").relativize(absolute).toString());
  }
}
