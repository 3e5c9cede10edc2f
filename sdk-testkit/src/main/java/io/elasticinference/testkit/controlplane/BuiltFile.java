package io.elasticinference.testkit.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A built program in the cache, and the record beside it of what was built: its size, which is
 * looked at each time, and its SHA-256, which takes a moment and is looked at when it does not run.
 */
final class BuiltFile {
  private static final Logger LOG = LoggerFactory.getLogger(BuiltFile.class);
  private static final long HELP_SECONDS = 30;

  private final Path file;
  private final Path record;

  BuiltFile(Path file) {
    this.file = file;
    this.record = file.resolveSibling(file.getFileName() + ".sha256");
  }

  /** Whether it is there, and as long as it was when it was built. */
  boolean isWhole() {
    if (!Files.isExecutable(file)) {
      return false;
    }
    try {
      return Files.exists(record)
          ? recorded().get(1).equals(Long.toString(Files.size(file)))
          : adopted();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Local control plane: "
              + file
              + " cannot be read, "
              + e
              + " (expected: its program, as it was built). Delete it, to have it built anew.",
          e);
    }
  }

  /** Whether it is other bytes than were built, or it is not known what was built. */
  boolean isDamaged() throws IOException {
    try {
      return !recorded().get(0).equals(sha256());
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Moves what was built to its place; until that is done, nobody finds it. */
  void take(Path unfinished) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(record);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    write();
  }

  /** One that has no record, from a test kit that kept none, is good if it runs. */
  private boolean adopted() throws IOException {
    if (!answersHelp()) {
      return false;
    }
    try {
      write();
    } catch (IOException e) {
      LOG.debug("{} cannot be recorded, and is asked again the next time", file, e);
    }
    return true;
  }

  private boolean answersHelp() {
    try {
      Process process = new ProcessBuilder(file.toString(), "-h").redirectErrorStream(true).start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(HELP_SECONDS, TimeUnit.SECONDS) && answer.contains("Usage of");
    } catch (IOException e) {
      LOG.debug("{} does not run", file, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException(
          "Local control plane: interrupted while it started (expected: until it is ready). Start it"
              + " again.",
          e);
    }
  }

  private void write() throws IOException {
    Path unfinished = Files.createTempFile(record.getParent(), "record", "");
    Files.writeString(unfinished, sha256() + " " + Files.size(file) + "\n");
    Files.move(unfinished, record, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The sum and the size; a record that says neither is as good as none. */
  private List<String> recorded() throws IOException {
    List<String> words = List.of(Files.readString(record).strip().split(" ", 2));
    return words.size() == 2 ? words : List.of("", "");
  }

  private String sha256() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: not in this Java (expected: in every one).", e);
    }
  }
}
