package io.elasticinference.aliyun.internal.oss;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Version folders as TensorFlow Serving reads them: those whose names are numbers. */
final class VersionNumbers {

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,18}");

  private VersionNumbers() {}

  /** The number that a folder's name is; empty where it is none. */
  static OptionalLong of(String folder) {
    if (!VERSION.matcher(folder).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(folder));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // nineteen digits, and more than a long holds
    }
  }
}
