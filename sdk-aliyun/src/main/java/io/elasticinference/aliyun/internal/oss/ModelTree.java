package io.elasticinference.aliyun.internal.oss;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Finds models in a listing of objects: folders that hold a version folder with a graph or a
 * manifest of ours directly in it. All version folders of such a model count, also those that lack
 * both; what looks like a model inside another one's version is part of that.
 */
final class ModelTree {

  private final int from;
  private final Map<String, TreeMap<Long, VersionObjects>> candidates = new TreeMap<>();

  /**
   * Begins a search.
   *
   * @param prefix the key below which objects are listed, with a slash at its end, or empty
   */
  ModelTree(String prefix) {
    this.from = prefix.length();
  }

  /** Takes an object. */
  void add(RemoteObject object) {
    String key = object.key();
    int start = from;
    for (int slash = key.indexOf('/', start); slash >= 0; slash = key.indexOf('/', start)) {
      OptionalLong version = VersionNumbers.of(key.substring(start, slash));
      if (version.isPresent()) {
        String folder = key.substring(0, slash + 1);
        candidates
            .computeIfAbsent(key.substring(0, start), model -> new TreeMap<>())
            .computeIfAbsent(
                version.getAsLong(), number -> new VersionObjects(number, folder, new HashMap<>()))
            .objects()
            .put(key.substring(slash + 1), object);
      }
      start = slash + 1;
    }
  }

  /** The versions of each model, by the key of the model's folder, with a slash at its end. */
  Map<String, List<VersionObjects>> models() {
    Map<String, List<VersionObjects>> models = new TreeMap<>();
    candidates.forEach(
        (folder, versions) -> {
          if (versions.values().stream().anyMatch(ModelTree::looksLikeOne)
              && !isInside(folder, models)) {
            models.put(folder, new ArrayList<>(versions.values()));
          }
        });
    return models;
  }

  private static boolean looksLikeOne(VersionObjects version) {
    return version.objects().containsKey(VersionManifest.NAME)
        || VersionObjects.GRAPHS.stream().anyMatch(version.objects()::containsKey);
  }

  /** Folders come in the order of their names, so the outer one is there already. */
  private static boolean isInside(String folder, Map<String, List<VersionObjects>> models) {
    for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
      String outer = folder.substring(0, slash + 1);
      int name = outer.lastIndexOf('/', slash - 1) + 1;
      List<VersionObjects> versions = models.get(outer.substring(0, name));
      if (versions != null
          && versions.stream().anyMatch(version -> version.folder().equals(outer))) {
        return true;
      }
    }
    return false;
  }
}
