package io.elasticinference.testkit.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control plane's program: built when no one has built it from the same sources yet, and kept
 * in the user's cache.
 */
final class ControlPlaneBinary {
  /** The files of {@code control-plane/}, which lie beside this class as resources. */
  static final List<String> SOURCES =
      List.of(
          "apiserver.go",
          "controlplane.go",
          "etcd.go",
          "go.mod",
          "go.sum",
          "main.go",
          "options.go",
          "parent_linux.go",
          "parent_other.go",
          "pki.go",
          "ports.go",
          "processes.go");

  private static final int NAME_LENGTH = 16;

  // A file lock is held by the whole JVM: threads of one JVM need a lock of their own.
  private static final Object WITHIN_THIS_JVM = new Object();

  private final GoToolchain go;
  private final Path cache;

  ControlPlaneBinary(GoToolchain go, Path cache) {
    this.go = go;
    this.cache = cache;
  }

  /**
   * Returns {@code $XDG_CACHE_HOME/elastic-inference/control-plane}, below {@code ~/.cache} where
   * that is not set.
   */
  static Path defaultCache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("elastic-inference/control-plane");
  }

  /**
   * Returns the program, after building it if need be. Whoever wants it at the same time waits for
   * the first.
   *
   * @throws ControlPlaneException when it cannot be built
   * @throws InterruptedException when the thread was interrupted while it was built
   */
  Path get() throws InterruptedException {
    Map<String, byte[]> sources = sources();
    Path binary = cache.resolve(hash(sources));
    if (Files.isExecutable(binary)) {
      return binary;
    }
    go.require();
    synchronized (WITHIN_THIS_JVM) {
      try {
        Files.createDirectories(cache);
        try (FileChannel channel =
                FileChannel.open(
                    cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (lock.isValid() && !Files.isExecutable(binary)) {
            build(sources, binary);
          }
        }
      } catch (IOException e) {
        throw new ControlPlaneException(
            "Local control plane: it could not be built in " + cache, e);
      }
    }
    return binary;
  }

  private void build(Map<String, byte[]> sources, Path binary)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("control-plane-source-");
    Path unfinished = binary.resolveSibling(binary.getFileName() + ".unfinished");
    try {
      for (Map.Entry<String, byte[]> source : sources.entrySet()) {
        Files.write(folder.resolve(source.getKey()), source.getValue());
      }
      go.build(folder, unfinished);
      Files.move(unfinished, binary, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
      for (String name : sources.keySet()) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    }
  }

  private static Map<String, byte[]> sources() {
    Map<String, byte[]> sources = new LinkedHashMap<>();
    for (String name : SOURCES) {
      try (InputStream in = ControlPlaneBinary.class.getResourceAsStream("source/" + name)) {
        if (in == null) {
          throw new ControlPlaneException(
              "Local control plane: the test kit's jar lacks source/" + name, null);
        }
        sources.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  private static String hash(Map<String, byte[]> sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      sources.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
