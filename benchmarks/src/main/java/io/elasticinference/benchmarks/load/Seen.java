package io.elasticinference.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@link FreezingServer} knows of a request. Times are {@link System#nanoTime} of its process.
 *
 * @param number which one of the schedule it is; -1 when it does not say
 * @param read when it was read
 * @param looked when the server had looked before and had not found it; it came since
 * @param late how long after the time that the server had planned its reply was written
 */
record Seen(int number, long read, long looked, long late) {
  static List<Seen> parse(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(Seen::parse).toList();
  }

  private static Seen parse(String line) {
    String[] words = line.split(" ", -1);
    return new Seen(
        Integer.parseInt(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]));
  }

  String line() {
    return number + " " + read + " " + looked + " " + late;
  }
}
