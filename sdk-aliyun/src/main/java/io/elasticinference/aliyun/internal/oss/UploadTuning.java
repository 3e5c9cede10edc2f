package io.elasticinference.aliyun.internal.oss;

import java.time.Duration;

/**
 * How uploads use the network.
 *
 * @param partBytes the least size of a part; a file larger than two of them goes up in parts
 * @param concurrency how many files and parts are under way at once
 * @param attempts how often one request is tried
 * @param firstPause how long the first pause before a retry is; later ones double, with jitter
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long a server may say nothing
 */
record UploadTuning(
    long partBytes,
    int concurrency,
    int attempts,
    Duration firstPause,
    Duration connectTimeout,
    Duration answerTimeout) {

  private static final long MIB = 1024 * 1024;

  /** OSS's limit. */
  private static final int MOST_PARTS = 10_000;

  /**
   * What suits a model over any link: parts large enough for few requests, and buffers of at most
   * half a MiB for each of what is under way.
   */
  static final UploadTuning DEFAULT =
      new UploadTuning(
          8 * MIB, 16, 5, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(60));

  /** Whether a file goes up in parts. */
  boolean inParts(long size) {
    return size > 2 * partBytes;
  }

  /** The size of the parts of a file, so that there are not more of them than OSS takes. */
  long partBytes(long size) {
    return Math.max(partBytes, (size + MOST_PARTS - 1) / MOST_PARTS);
  }

  /** The same with another number of attempts. */
  UploadTuning attempts(int number) {
    return new UploadTuning(
        partBytes, concurrency, number, firstPause, connectTimeout, answerTimeout);
  }
}
