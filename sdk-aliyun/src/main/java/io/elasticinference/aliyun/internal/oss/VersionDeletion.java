package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.ModelUploadException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One deletion of one version. The graph goes first: from then on no model server takes the folder
 * for a model, and this SDK not for a whole version. The rest follows, and last the manifest with
 * what stands for the folder, so that a deletion which broke off is seen as one until it is done.
 */
final class VersionDeletion {

  /** Somebody may upload meanwhile; who does so on and on wins. */
  private static final int ROUNDS = 3;

  private final Bucket bucket;
  private final OssLocation location;
  private final String folder;

  VersionDeletion(Bucket bucket, OssLocation location, long version) {
    this.bucket = bucket;
    this.location = location;
    this.folder = location.key(version + "/");
  }

  void run() {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> keys = keys();
      if (keys.isEmpty()) {
        return;
      }
      delete(keys, this::isGraph);
      delete(keys, key -> !isGraph(key) && !isLast(key));
      delete(keys, this::isLast);
    }
    List<String> left = keys();
    if (!left.isEmpty()) {
      throw new ModelUploadException(
          "Model version oss://"
              + location.bucket()
              + "/"
              + folder
              + ": still "
              + left.size()
              + " objects after its deletion, such as "
              + left.get(0)
              + " (expected: none).",
          "Stop what uploads to it, and delete it again.",
          true,
          null);
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    bucket.eachObject(folder, object -> keys.add(object.key()));
    return keys;
  }

  private void delete(List<String> keys, Predicate<String> which) {
    bucket.delete(keys.stream().filter(which).toList());
  }

  private boolean isGraph(String key) {
    return VersionObjects.GRAPHS.contains(key.substring(folder.length()));
  }

  private boolean isLast(String key) {
    return key.equals(folder) || key.equals(folder + VersionManifest.NAME);
  }
}
