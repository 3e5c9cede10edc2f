package io.elasticinference.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs by others that take part, where they are installed. */
final class Tools {
  private static final Map<String, String> HOW_TO_GET =
      Map.of(
          "nginx", "Debian's package nginx-light",
          "wrk", "Debian's package wrk",
          "hey", "Debian's package hey, or Go, and run benchmarks/load again, which builds it",
          "taskset", "Debian's package util-linux",
          "vegeta", "Go, and run benchmarks/load again, which builds it");

  private Tools() {}

  /** The program's file; where it is missing, that and what is left out is said. */
  static Optional<Path> find(String name, Path folder, String without) {
    Optional<Path> file = lookFor(name, folder);
    if (file.isEmpty()) {
      System.err.println(
          String.format(
              "%s: not found (expected: on the PATH). Install %s. Until then: %s.",
              name, HOW_TO_GET.get(name), without));
    }
    return file;
  }

  /** Debian keeps servers in a folder that is not on everybody's PATH. */
  private static Optional<Path> lookFor(String name, Path folder) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    return Stream.concat(Stream.of(folder), Stream.of(path.split(":", -1)).map(Path::of))
        .map(place -> place.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
