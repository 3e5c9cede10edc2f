package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.spi.StoredModel;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Which complete versions of a model are in the store. */
final class VersionFinder {

  /** As TensorFlow Serving reads them: folders whose names are numbers. */
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,18}");

  private static final List<String> SAVED_MODEL = List.of("saved_model.pb", "saved_model.pbtxt");

  private final Bucket bucket;
  private final OssLocation location;

  VersionFinder(Bucket bucket, OssLocation location) {
    this.bucket = bucket;
    this.location = location;
  }

  StoredModel find() {
    String prefix = location.prefix().isEmpty() ? "" : location.prefix() + "/";
    List<Long> versions =
        bucket.folders(prefix).stream()
            .map(VersionFinder::version)
            .flatMapToLong(OptionalLong::stream)
            .filter(version -> isComplete(prefix + version + "/"))
            .sorted()
            .boxed()
            .toList();
    return new StoredModel(location.toString(), versions);
  }

  private static OptionalLong version(String folder) {
    if (!VERSION.matcher(folder).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(folder));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // nineteen digits, and more than a long holds
    }
  }

  /** What this SDK uploads has a manifest; what other tools upload is known by its graph. */
  private boolean isComplete(String folder) {
    Map<String, Long> sizes = bucket.sizes(folder);
    if (!sizes.containsKey(VersionManifest.NAME)) {
      return SAVED_MODEL.stream().anyMatch(sizes::containsKey);
    }
    return bucket
        .text(folder + VersionManifest.NAME)
        .flatMap(VersionManifest::parse)
        .filter(manifest -> manifest.matches(sizes))
        .isPresent();
  }
}
