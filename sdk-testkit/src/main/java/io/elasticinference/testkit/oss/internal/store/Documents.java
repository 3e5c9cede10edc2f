package io.elasticinference.testkit.oss.internal.store;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Small JSON documents on disk, each written whole or not at all. */
final class Documents {

  private static final Gson GSON = new Gson();
  private static final String SUFFIX = ".json";
  private static final String UNFINISHED = ".tmp";

  private Documents() {}

  /** The file of a document whose name may hold any character. */
  static Path named(Path directory, String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return directory.resolve(HexFormat.of().formatHex(hash) + SUFFIX);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Writes beside and renames, so that a reader and the next start see the old or the new one. */
  static void write(Path file, Object document) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.writeString(unfinished, GSON.toJson(document));
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      T document = GSON.fromJson(Files.readString(file), type);
      if (document != null) {
        return document;
      }
    } catch (JsonParseException e) {
      throw new IOException(file + ": not a document of this server", e);
    }
    throw new IOException(file + ": empty (expected: a document of this server)");
  }

  /** Lists the documents of a directory, and removes those that were never finished. */
  static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        if (file.toString().endsWith(UNFINISHED)) {
          Files.delete(file);
        }
      }
      return all.stream().filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  /** Deletes a directory that holds at most files and such directories. */
  static void deleteTree(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (Files.isDirectory(file)) {
          deleteTree(file);
        } else {
          Files.delete(file);
        }
      }
    }
    Files.delete(directory);
  }
}
