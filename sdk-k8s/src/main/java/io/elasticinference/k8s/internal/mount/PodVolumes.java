package io.elasticinference.k8s.internal.mount;

import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.render.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a pod, or a workload's template of pods, reads from the claims that it mounts.
 *
 * @param metadata its metadata
 * @param spec its specification
 */
record PodVolumes(Map<String, Object> metadata, Map<String, Object> spec) {

  /** As arena writes it, and whoever follows TensorFlow Serving's own documentation. */
  private static final Pattern BASE_PATH =
      Pattern.compile("--model_base_path[= ][\"']?([^\\s\"',\\]]+)");

  /**
   * One way in which a claim is read.
   *
   * @param folder below the volume's root, without slashes at its ends; null: not known
   * @param version the one version that is served; null: the newest, or not known
   */
  record Reading(@Nullable String folder, @Nullable Long version) {

    static final Reading UNKNOWN = new Reading(null, null);
  }

  /** What is read of a claim; empty where the claim is not mounted. */
  List<Reading> of(String claim) {
    List<Reading> readings = new ArrayList<>();
    for (Map<String, Object> volume : Tree.maps(spec, "volumes")) {
      if (Tree.text(volume, "persistentVolumeClaim", "claimName").equals(claim)) {
        readings.addAll(readings(Tree.text(volume, "name")));
      }
    }
    return readings;
  }

  private List<Reading> readings(String volume) {
    List<Reading> readings = new ArrayList<>();
    for (Map<String, Object> container : Tree.maps(spec, "containers")) {
      for (Map<String, Object> mount : Tree.maps(container, "volumeMounts")) {
        if (Tree.text(mount, "name").equals(volume)) {
          readings.add(reading(container, mount));
        }
      }
    }
    // A volume that no container mounts is mounted on the node all the same.
    return readings.isEmpty() ? List.of(Reading.UNKNOWN) : readings;
  }

  private Reading reading(Map<String, Object> container, Map<String, Object> mount) {
    String below = withoutSlashes(Tree.text(mount, "subPath"));
    if (!Tree.text(metadata, "annotations", Labels.MODEL).isEmpty()) {
      return ours(below);
    }
    String line =
        words(Tree.list(container, "command")) + " " + words(Tree.list(container, "args"));
    Matcher basePath = BASE_PATH.matcher(line);
    if (!basePath.find() || !Tree.text(mount, "subPathExpr").isEmpty()) {
      return Reading.UNKNOWN;
    }
    // arena has no way to say a version that works, so its services follow the newest.
    return inside(basePath.group(1), Tree.text(mount, "mountPath"))
        .map(folder -> new Reading(joined(below, folder), null))
        .orElse(Reading.UNKNOWN);
  }

  /** This SDK mounts the model's own folder, and writes down which version it serves. */
  private Reading ours(String below) {
    String version = Tree.text(metadata, "annotations", Labels.MODEL_VERSION);
    try {
      return new Reading(below, version.isEmpty() ? null : Long.valueOf(version));
    } catch (NumberFormatException e) {
      return Reading.UNKNOWN; // somebody else wrote it
    }
  }

  private static String words(List<?> list) {
    StringBuilder line = new StringBuilder();
    list.forEach(word -> line.append(word).append(' '));
    return line.toString();
  }

  private static Optional<String> inside(String path, String mountPath) {
    String inner = withoutSlashes(path) + "/";
    String outer = withoutSlashes(mountPath) + "/";
    return inner.startsWith(outer)
        ? Optional.of(withoutSlashes(inner.substring(outer.length())))
        : Optional.empty();
  }

  private static String joined(String parent, String child) {
    return parent.isEmpty() || child.isEmpty() ? parent + child : parent + "/" + child;
  }

  private static String withoutSlashes(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}
