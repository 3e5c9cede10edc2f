package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.InvalidSpecException;
import io.elasticinference.Violation;
import io.elasticinference.spi.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
          8 * MIB, 16, 8, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(60));

  /** The largest numbers that the settings take; the client counts a part's bytes in 31 bits. */
  private static final Map<String, Integer> LIMITS =
      new TreeMap<>(
          Map.of(
              Environment.OSS_UPLOAD_PART_MIB, 2047,
              Environment.OSS_UPLOAD_CONCURRENCY, 64,
              Environment.OSS_UPLOAD_ATTEMPTS, 50,
              Environment.OSS_UPLOAD_TIMEOUT_SECONDS, 3600));

  /** What the settings say, and the default for the rest. */
  static UploadTuning of(Environment environment) {
    List<Violation> violations = check(environment);
    if (!violations.isEmpty()) {
      throw new InvalidSpecException(violations);
    }
    return new UploadTuning(
        number(environment, Environment.OSS_UPLOAD_PART_MIB, DEFAULT.partBytes / MIB) * MIB,
        (int) number(environment, Environment.OSS_UPLOAD_CONCURRENCY, DEFAULT.concurrency),
        (int) number(environment, Environment.OSS_UPLOAD_ATTEMPTS, DEFAULT.attempts),
        DEFAULT.firstPause,
        DEFAULT.connectTimeout,
        Duration.ofSeconds(
            number(
                environment,
                Environment.OSS_UPLOAD_TIMEOUT_SECONDS,
                DEFAULT.answerTimeout.toSeconds())));
  }

  private static long number(Environment environment, String name, long otherwise) {
    return environment.get(name).map(Long::parseLong).orElse(otherwise);
  }

  /** Checks the settings; the same rules by which {@link #of} refuses. */
  static List<Violation> check(Environment environment) {
    List<Violation> violations = new ArrayList<>();
    LIMITS.forEach((name, most) -> check(environment, name, most, violations));
    return violations;
  }

  private static void check(
      Environment environment, String name, int most, List<Violation> violations) {
    environment
        .get(name)
        .filter(
            text ->
                !text.matches("[0-9]{1,4}")
                    || Integer.parseInt(text) < 1
                    || Integer.parseInt(text) > most)
        .ifPresent(text -> violations.add(new Violation(name, text, "1.." + most)));
  }

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
