package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.InvalidSpecException;
import io.elasticinference.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder in OSS, as {@code oss://bucket/prefix} writes it. The prefix is plain text, not an
 * encoded URL: {@code %20} means these three characters.
 *
 * @param bucket the bucket's name
 * @param prefix the folder, without slashes at its ends; empty for the bucket itself
 */
record OssLocation(String bucket, String prefix) {

  private static final String SCHEME = "oss://";
  private static final String EXPECTED = "oss://bucket/folder";

  /** OSS's rule for bucket names. */
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][-a-z0-9]{1,61}[a-z0-9]");

  /** OSS takes keys of at most 1,023 bytes; a version folder and a file's name need some. */
  private static final int LONGEST_PREFIX = 700;

  /** Checks what the caller wrote; the same rules by which {@link #parse} refuses. */
  static List<Violation> check(String location) {
    List<Violation> violations = new ArrayList<>();
    read(location, violations);
    return violations;
  }

  /**
   * Reads a location.
   *
   * @throws InvalidSpecException where {@link #check} finds something wrong with it
   */
  static OssLocation parse(String location) {
    List<Violation> violations = new ArrayList<>();
    OssLocation read = read(location, violations);
    if (!violations.isEmpty()) {
      throw new InvalidSpecException(violations);
    }
    return read;
  }

  private static OssLocation read(String location, List<Violation> violations) {
    if (!location.startsWith(SCHEME)) {
      violations.add(violation(location, EXPECTED));
      return new OssLocation("", "");
    }
    String rest = location.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String prefix = slash < 0 ? "" : rest.substring(slash + 1);
    if (prefix.endsWith("/")) {
      prefix = prefix.substring(0, prefix.length() - 1);
    }
    if (bucket.isEmpty()) {
      violations.add(violation(location, EXPECTED + ", and it names no bucket"));
    } else if (!BUCKET.matcher(bucket).matches()) {
      violations.add(
          violation(
              location,
              "a bucket of 3 to 63 lower-case letters, digits and -, with a letter or digit at both"
                  + " ends"));
    }
    checkPrefix(location, prefix, violations);
    return new OssLocation(bucket, prefix);
  }

  private static void checkPrefix(String location, String prefix, List<Violation> violations) {
    if (prefix.isEmpty()) {
      return;
    }
    if (prefix.getBytes(StandardCharsets.UTF_8).length > LONGEST_PREFIX) {
      violations.add(violation(location, "a folder name of at most 700 bytes"));
    }
    for (String segment : prefix.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        violations.add(violation(location, "a folder without empty, . and .. parts"));
        break;
      }
    }
    if (prefix.codePoints().anyMatch(OssLocation::unmountable)) {
      violations.add(
          violation(
              location,
              "a folder without :, \\, quotes and control characters, which cannot be mounted"));
    }
  }

  /** A colon ends a mount path for Kubernetes; the others would end an argument for ossfs. */
  private static boolean unmountable(int c) {
    return Character.isISOControl(c) || c == ':' || c == '\\' || c == '"' || c == '\'';
  }

  private static Violation violation(String location, String expected) {
    return new Violation("model.location", location.isEmpty() ? "(empty)" : location, expected);
  }

  /** The key of a file below the folder. */
  String key(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The folder's own key, with a slash at its end; empty for the bucket itself. */
  String folder() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  /** Another folder of the same bucket; its key may have a slash at its end. */
  OssLocation at(String key) {
    return new OssLocation(bucket, key.endsWith("/") ? key.substring(0, key.length() - 1) : key);
  }

  /** The location as a URI without a slash at its end, to which names can be added. */
  String withoutSlash() {
    return prefix.isEmpty() ? SCHEME + bucket : SCHEME + bucket + "/" + prefix;
  }

  /** The path in the bucket as a mount takes it, which begins with a slash. */
  String mountedPath() {
    return "/" + prefix;
  }

  /** The location as a URI. */
  @Override
  public String toString() {
    return SCHEME + bucket + mountedPath();
  }
}
