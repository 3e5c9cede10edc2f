package io.elasticinference.internal.load.distributed;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.internal.load.LoadEngine;
import io.elasticinference.spi.PodJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a worker runs: this SDK's core and the two libraries that the engine needs, as they are on
 * this program's own class path, in one jar. Less than a MiB, it reaches the pods through the
 * cluster's API, in a ConfigMap; so no image of ours, no registry and no bucket are needed, and the
 * pods run the very version that reads what they tell.
 */
final class WorkerProgram {
  static final String JAR = "elastic-inference-load.jar";
  private static final int MOST_BYTES = 1024 * 1024;

  /** The engine, and of the rest what it stands on. */
  private static final Pattern ENGINE =
      Pattern.compile(
          "io/elasticinference/((internal/)?(load|scaling)/.*|spi/Pod.*|[^/]*Exception.*)\\.class");

  private static final LocalDateTime NEVER = LocalDateTime.of(1980, 1, 1, 0, 0);

  private WorkerProgram() {}

  /** The command of a pod; the names of files are those inside the pod. */
  static List<String> command(int parts) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "java",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:MaxRAMPercentage=70",
                // The file system may not be written to.
                "-XX:-UsePerfData",
                // Without a logging library its absence would be the first line.
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                PodJob.PROGRAM + "/" + JAR,
                WorkerMain.class.getName(),
                PodJob.SIGNAL));
    for (int i = 0; i < parts; i++) {
      command.add(PodJob.INPUT + "/" + i);
    }
    return List.copyOf(command);
  }

  /**
   * The jar.
   *
   * @throws ElasticInferenceException when the classes cannot be read or are too many
   */
  static byte[] jar() {
    Map<String, byte[]> classes = new TreeMap<>();
    try {
      collect(LoadEngine.class, ENGINE, classes);
      collect(Histogram.class, under(Histogram.class), classes);
      collect(Logger.class, under(Logger.class), classes);
      byte[] jar = zipped(classes);
      if (jar.length > MOST_BYTES) {
        throw unreadable("the worker's program has " + jar.length + " bytes", null);
      }
      return jar;
    } catch (IOException | URISyntaxException e) {
      throw unreadable(e.toString(), e);
    }
  }

  private static Pattern under(Class<?> type) {
    return Pattern.compile(type.getPackageName().replace('.', '/') + "/.*\\.class");
  }

  private static void collect(Class<?> type, Pattern names, Map<String, byte[]> classes)
      throws IOException, URISyntaxException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw unreadable("the class loader of " + type.getName() + " names no jar", null);
    }
    Path path = Path.of(source.getLocation().toURI());
    if (Files.isDirectory(path)) {
      fromFolder(path, names, classes);
    } else {
      fromJar(path, names, classes);
    }
  }

  private static void fromFolder(Path root, Pattern names, Map<String, byte[]> classes)
      throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (names.matcher(name).matches()) {
          classes.put(name, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void fromJar(Path path, Pattern names, Map<String, byte[]> classes)
      throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (names.matcher(entry.getName()).matches()) {
          try (InputStream in = jar.getInputStream(entry)) {
            classes.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  /** The same bytes for the same classes. */
  private static byte[] zipped(Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.setLevel(Deflater.BEST_COMPRESSION);
      for (Map.Entry<String, byte[]> type : classes.entrySet()) {
        JarEntry entry = new JarEntry(type.getKey());
        entry.setTimeLocal(NEVER);
        jar.putNextEntry(entry);
        jar.write(type.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static ElasticInferenceException unreadable(String observed, @Nullable Exception cause) {
    return new ElasticInferenceException(
        "Distributed load: "
            + observed
            + " (expected: the SDK's classes in a jar or folder, less than 1 MiB).",
        "Run from a class path with the SDK's own jars, or without distributed(…).",
        false,
        cause);
  }
}
