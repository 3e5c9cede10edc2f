package io.elasticinference.benchmarks.upload;

import com.aliyun.oss.common.utils.CRC64;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files to upload, with content that nothing could compress.
 *
 * @param name what it is called in the tables
 * @param directory holds the files and nothing else
 * @param bytes of all files together
 * @param checksums the CRC64 of each file by its name
 * @param warmUp holds files of the same kind, an eighth of them
 */
record Workload(String name, Path directory, long bytes, Map<String, Long> checksums, Path warmUp) {

  private static final int PIECE = 1024 * 1024;

  /** The workloads that the options ask for; their files are written now, and so in the cache. */
  static List<Workload> write(UploadOptions options, Path directory) throws IOException {
    List<Workload> all = new ArrayList<>();
    if (options.largeBytes() > 0) {
      Path large = directory.resolve("large");
      Path warmUp = directory.resolve("large-warm-up");
      write(warmUp, 1, options.largeBytes() / 8);
      all.add(
          new Workload(
              "one file",
              large,
              options.largeBytes(),
              write(large, 1, options.largeBytes()),
              warmUp));
    }
    if (options.smallFiles() > 0) {
      Path small = directory.resolve("small");
      Path warmUp = directory.resolve("small-warm-up");
      write(warmUp, options.smallFiles() / 8, options.smallBytes());
      long bytes = options.smallFiles() * options.smallBytes();
      all.add(
          new Workload(
              "small files",
              small,
              bytes,
              write(small, options.smallFiles(), options.smallBytes()),
              warmUp));
    }
    return all;
  }

  private static Map<String, Long> write(Path directory, int files, long bytesEach)
      throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(files);
    Map<String, Long> checksums = new TreeMap<>();
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < files; i++) {
      String file = "variables-%05d.data".formatted(i);
      CRC64 crc = new CRC64();
      try (OutputStream out = Files.newOutputStream(directory.resolve(file))) {
        for (long left = bytesEach; left > 0; left -= Math.min(left, PIECE)) {
          random.nextBytes(piece);
          int length = (int) Math.min(left, PIECE);
          crc.update(piece, length);
          out.write(piece, 0, length);
        }
      }
      checksums.put(file, crc.getValue());
    }
    return checksums;
  }

  /** The files of a folder, in the order of their names. */
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
