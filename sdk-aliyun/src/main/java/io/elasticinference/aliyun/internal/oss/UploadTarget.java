package io.elasticinference.aliyun.internal.oss;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which file goes where, and in which parts. Two that are equal may go on with the same upload.
 *
 * @param endpoint the URL that is spoken to
 * @param bucket the bucket's name
 * @param key the object's key
 * @param file the local file's absolute path
 * @param size its bytes
 * @param modified when it was written last, as precisely as the file system tells
 * @param partBytes the size of all parts but the last
 */
record UploadTarget(
    String endpoint,
    String bucket,
    String key,
    String file,
    long size,
    String modified,
    long partBytes) {

  static UploadTarget of(
      OssEndpoint endpoint, String bucket, String key, LocalFile file, long partBytes) {
    return new UploadTarget(
        endpoint.url().toString(),
        bucket,
        key,
        file.path().toAbsolutePath().normalize().toString(),
        file.size(),
        file.modified().toString(),
        partBytes);
  }

  /** A name for where it goes and from where, whatever the file holds: a SHA-256 in hex. */
  String name() {
    String text = String.join("\n", endpoint, bucket, key, file);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether it is the same way of the same file, which may hold something else by now. */
  boolean sameWay(UploadTarget other) {
    return endpoint.equals(other.endpoint)
        && bucket.equals(other.bucket)
        && key.equals(other.key)
        && file.equals(other.file);
  }

  Path path() {
    return Path.of(file);
  }

  /** How long a part is. */
  long length(int number) {
    return Math.min(partBytes, size - (number - 1) * partBytes);
  }

  /** How many parts there are. */
  int parts() {
    return Math.toIntExact((size + partBytes - 1) / partBytes);
  }

  /** Whether nothing is missing in what was read from a file. */
  boolean valid() {
    return endpoint != null
        && bucket != null
        && key != null
        && file != null
        && modified != null
        && size > 0
        && partBytes > 0;
  }
}
