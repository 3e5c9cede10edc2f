package io.elasticinference.testkit.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final int WAITS_A_LINE = 50;

  // A file lock is held by the whole JVM: threads of one JVM need a lock of their own.
  private static final Object WITHIN_THIS_JVM = new Object();

  private final GoToolchain go;
  private final Path cache;

  ControlPlaneBinary(GoToolchain go, Path cache) {
    this.go = go;
    this.cache = cache;
  }

  /** What is done with the program. */
  interface Use<T> {
    T start(Path binary) throws IOException, InterruptedException;
  }

  /**
   * Returns {@code $XDG_CACHE_HOME/elastic-inference/control-plane}, below {@code ~/.cache} where
   * that is not set.
   */
  static Path defaultCache() {
    return cache(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
  }

  /** The JVM's word for a user without a home is {@code ?}. */
  static Path cache(@Nullable String cacheHome, @Nullable String home) {
    Path folder;
    if (cacheHome != null && !cacheHome.isBlank()) {
      folder = Path.of(cacheHome);
    } else if (home == null || home.isBlank() || home.equals("?")) {
      throw new ControlPlaneException(
          "Local control plane: this user has no home folder (expected: one, to keep the built"
              + " program in). Set XDG_CACHE_HOME to a folder that this user can write to.",
          null);
    } else {
      folder = Path.of(home, ".cache");
    }
    return folder.resolve("elastic-inference").resolve("control-plane");
  }

  /**
   * Starts the program. Where that fails and the file is not what was built, builds it again, and
   * starts that.
   *
   * @throws ControlPlaneException when it cannot be built, or what the use throws
   */
  <T> T run(Use<T> use) throws IOException, InterruptedException {
    Path binary = get();
    try {
      return use.start(binary);
    } catch (IOException | ControlPlaneException e) {
      if (!new BuiltFile(binary).isDamaged()) {
        throw e;
      }
      go.tell("the control plane in " + cache + " is damaged: it is built again");
      Files.delete(binary);
    }
    return use.start(get());
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
    BuiltFile built = new BuiltFile(binary);
    if (built.isWhole()) {
      return binary;
    }
    synchronized (WITHIN_THIS_JVM) {
      try (FileChannel channel = openLock();
          FileLock lock = lock(channel)) {
        if (lock.isValid() && !built.isWhole()) {
          go.require();
          build(sources, built);
        }
      } catch (IOException e) {
        throw new ControlPlaneException(
            "Local control plane: it could not be built in "
                + cache
                + ": "
                + e
                + " (expected: a folder with 300 MB left). Make room, or set XDG_CACHE_HOME to"
                + " another folder.",
            e);
      }
    }
    return binary;
  }

  private FileChannel openLock() {
    try {
      Files.createDirectories(cache);
      return FileChannel.open(
          cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new ControlPlaneException(
          "Local control plane: cache folder "
              + cache
              + ": "
              + e
              + " (expected: a folder that this user can write to, to keep the built program in)."
              + " Set XDG_CACHE_HOME to one.",
          e);
    }
  }

  /** Waits for whoever builds: another JVM, or another class loader of this one. */
  private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    for (int waits = 0; ; waits++) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (waits % WAITS_A_LINE == 0) {
        go.tell(
            String.format(
                "another process is building the control plane: waiting for it since %d s",
                WAIT.multipliedBy(waits).toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(WAIT.toMillis());
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void build(Map<String, byte[]> sources, BuiltFile built)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("control-plane-source-");
    Path unfinished = cache.resolve("unfinished");
    try {
      for (Map.Entry<String, byte[]> source : sources.entrySet()) {
        Files.write(folder.resolve(source.getKey()), source.getValue());
      }
      go.build(folder, unfinished);
      built.take(unfinished);
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
              "Local control plane: the test kit's jar lacks source/"
                  + name
                  + " (expected: the control plane's sources). Take the jar as it was published.",
              null);
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
