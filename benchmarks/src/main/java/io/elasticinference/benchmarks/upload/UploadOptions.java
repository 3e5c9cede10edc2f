package io.elasticinference.benchmarks.upload;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much is uploaded, how often, and by whom.
 *
 * @param largeBytes the size of the one large file, 0 to leave it out
 * @param smallFiles the number of small files, 0 to leave them out
 * @param smallBytes the size of each small file
 * @param rounds how often each contender is measured, after one round that is not counted
 * @param parallel how many requests the others may have under way at once
 * @param partBytes the size of the others' parts
 * @param work the folder that the files and the servers' data are put in
 * @param warmUp whether each client first uploads a part of the same in its process, uncounted
 * @param goUploader the program on the Go SDK; empty to leave it out
 */
record UploadOptions(
    long largeBytes,
    int smallFiles,
    long smallBytes,
    int rounds,
    int parallel,
    long partBytes,
    Path work,
    boolean warmUp,
    Optional<Path> goUploader) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--large", "2G",
          "--small-files", "2000",
          "--small-size", "1M",
          "--rounds", "5",
          "--parallel", "16",
          "--part-size", "8M",
          "--work", System.getProperty("java.io.tmpdir"),
          "--warm-up", "no",
          "--go", "");

  static UploadOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>(DEFAULTS);
    for (int i = 0; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size() || given.put(arguments.get(i), arguments.get(i + 1)) == null) {
        throw usage(arguments.get(i));
      }
    }
    String go = given.getOrDefault("--go", "");
    return new UploadOptions(
        bytes(given, "--large"),
        Math.toIntExact(bytes(given, "--small-files")),
        bytes(given, "--small-size"),
        Math.toIntExact(bytes(given, "--rounds")),
        Math.toIntExact(bytes(given, "--parallel")),
        bytes(given, "--part-size"),
        Path.of(given.getOrDefault("--work", "")),
        given.getOrDefault("--warm-up", "").equals("yes"),
        go.isEmpty() ? Optional.empty() : Optional.of(Path.of(go)));
  }

  /** Reads a number that may end in K, M or G, which are powers of 1024. */
  private static long bytes(Map<String, String> given, String name) {
    String text = given.getOrDefault(name, "").toUpperCase(Locale.ROOT);
    if (!text.matches("[0-9]{1,12}[KMG]?")) {
      throw usage(name + " " + text);
    }
    int unit = "KMG".indexOf(text.charAt(text.length() - 1)) + 1;
    String digits = unit == 0 ? text : text.substring(0, text.length() - 1);
    return Long.parseLong(digits) << (10 * unit);
  }

  private static IllegalArgumentException usage(String what) {
    return new IllegalArgumentException(
        what
            + " (expected: [--large 2G] [--small-files 2000] [--small-size 1M] [--rounds 5]"
            + " [--parallel 16] [--part-size 8M] [--work FOLDER] [--warm-up yes])");
  }
}
