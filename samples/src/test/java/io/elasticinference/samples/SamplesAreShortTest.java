package io.elasticinference.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractIntegerAssert;
import org.junit.jupiter.api.Test;

/** A sample that does not fit on a page is not read. */
class SamplesAreShortTest {

  private static final int PAGE = 60;

  @Test
  void samples_haveLessThanAPageOfLines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> samples = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(samples).hasSizeGreaterThan(5).allSatisfy(file -> lines(file).isLessThan(PAGE));
    }
  }

  private static AbstractIntegerAssert<?> lines(Path file) {
    try {
      return assertThat(Files.readAllLines(file).size()).as("lines of %s", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
