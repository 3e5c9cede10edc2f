package io.elasticinference.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A new folder that goes, with all that is in it, when the benchmark ends.
 *
 * @param path where it is
 */
public record WorkFolder(Path path) implements AutoCloseable {

  /**
   * Makes one.
   *
   * @param parent the folder that it is made in
   * @param name what its name begins with
   * @return what must be closed
   * @throws IOException when it cannot be made
   */
  public static WorkFolder create(Path parent, String name) throws IOException {
    return new WorkFolder(Files.createTempDirectory(parent, name));
  }

  /**
   * Deletes a folder and all that is in it.
   *
   * @param folder which exists
   * @throws IOException when something in it cannot be deleted
   */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
