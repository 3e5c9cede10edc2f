package io.elasticinference.aliyun.internal.oss;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a version consists of, kept beside its files. It says "incomplete" from before the first
 * file is sent until after the last one arrived, so that nobody takes half a model for a whole one.
 * Its name is neither a number nor one that TensorFlow Serving looks for.
 *
 * @param complete whether all files are there
 * @param files what the version consists of
 */
record VersionManifest(boolean complete, List<Entry> files) {

  /** The object's name in the version's folder. */
  static final String NAME = ".elastic-inference-manifest.json";

  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  /**
   * One file.
   *
   * @param name its name below the version's folder
   * @param size its bytes
   * @param crc64 its CRC-64/ECMA-182 as an unsigned decimal number, as OSS writes it
   * @param etag what OSS named the content when this SDK brought it; null where that is not known
   */
  record Entry(String name, long size, String crc64, @Nullable String etag) {

    Entry(String name, long size, String crc64) {
      this(name, size, crc64, null);
    }
  }

  /** A manifest for while files are on their way; tells those that are there already. */
  static VersionManifest incomplete(List<Entry> there) {
    return new VersionManifest(false, there);
  }

  /** The checksums of its files, by their names. */
  Map<String, Long> checksums() {
    Map<String, Long> checksums = new HashMap<>();
    files.forEach(file -> checksums.put(file.name(), Long.parseUnsignedLong(file.crc64())));
    return checksums;
  }

  String toJson() {
    return GSON.toJson(this);
  }

  /** Reads one back; empty where it is not one of ours. */
  static Optional<VersionManifest> parse(String json) {
    try {
      Parsed parsed = GSON.fromJson(json, Parsed.class);
      if (parsed == null || parsed.files == null) {
        return Optional.empty();
      }
      for (Entry file : parsed.files) {
        if (file == null || file.name() == null || !isChecksum(file.crc64())) {
          return Optional.empty();
        }
      }
      return Optional.of(new VersionManifest(parsed.complete, parsed.files));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static boolean isChecksum(@Nullable String text) {
    try {
      return text != null && Long.toUnsignedString(Long.parseUnsignedLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What Gson fills, where anything may be missing. */
  private static final class Parsed {
    boolean complete;
    @Nullable List<@Nullable Entry> files;
  }
}
