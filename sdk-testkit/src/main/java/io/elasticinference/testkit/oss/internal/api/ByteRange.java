package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of bytes, both ends included.
 *
 * <p>Source: OSS API reference, "GetObject": what is no single valid range yields the whole object,
 * unless the request says {@code x-oss-range-behavior: standard}.
 */
record ByteRange(long first, long last) {

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  long length() {
    return last - first + 1;
  }

  /**
   * Reads a Range header.
   *
   * @param standard whether ends beyond the object are treated as the standard of HTTP says
   * @return the range, empty if the whole object is meant
   */
  static Optional<ByteRange> of(String header, boolean standard, long size) {
    Matcher matcher = RANGE.matcher(header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      return suffix(header, Long.parseLong(matcher.group(2)), standard, size);
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
    if (!matcher.group(2).isEmpty() && last < first) {
      return Optional.empty();
    }
    if (first >= size) {
      return refuse(header, standard, size);
    }
    if (last >= size) {
      return standard ? Optional.of(new ByteRange(first, size - 1)) : Optional.empty();
    }
    return Optional.of(new ByteRange(first, last));
  }

  private static Optional<ByteRange> suffix(
      String header, long length, boolean standard, long size) {
    if (length == 0 || size == 0) {
      return refuse(header, standard, size);
    }
    return Optional.of(new ByteRange(Math.max(0, size - length), size - 1));
  }

  private static Optional<ByteRange> refuse(String header, boolean standard, long size) {
    if (standard) {
      throw OssErrors.invalidRange(header, size);
    }
    return Optional.empty();
  }
}
