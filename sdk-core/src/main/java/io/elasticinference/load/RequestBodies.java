package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that the requests of a load test take in turn, so that no cache answers for the model.
 * They are read and encoded before the run, and kept in memory. Immutable.
 *
 * <pre>{@code
 * LoadRequest.post(RequestBodies.lines(Path.of("samples.jsonl")));
 * LoadRequest.post(RequestBodies.instances(Path.of("instances.jsonl"), 1)).expectJson("predictions[0]");
 * }</pre>
 *
 * @see BodyTemplate
 */
public final class RequestBodies {
  /** What all bodies may take together: they are held in memory once, whatever the rate. */
  private static final long MOST_BYTES = 256L * 1024 * 1024;

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private final List<byte[]> bodies;
  private final @Nullable BodyTemplate template;

  private RequestBodies(List<byte[]> bodies, @Nullable BodyTemplate template) {
    this.bodies = bodies;
    this.template = template;
  }

  /**
   * JSON texts.
   *
   * @param jsons the bodies, at least one, at most 256 MiB together
   * @return bodies in this order
   * @throws IllegalArgumentException when there are none or too many
   */
  public static RequestBodies of(List<String> jsons) {
    Check.argument(!jsons.isEmpty(), "jsons", jsons, "at least one body");
    return of(jsons.size(), jsons.iterator()::next, null);
  }

  /** As many as are wanted, made one at a time, so that too many are found before they are made. */
  static RequestBodies of(int count, Supplier<String> json, @Nullable BodyTemplate template) {
    List<byte[]> bodies = new ArrayList<>(count);
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
      bytes += body.length;
      Check.argument(bytes <= MOST_BYTES, "bodies", "over 256 MiB", "at most 256 MiB together");
      bodies.add(body);
    }
    return new RequestBodies(Collections.unmodifiableList(bodies), template);
  }

  /**
   * Samples from a file: each line that is not blank is one JSON body.
   *
   * @param file JSON Lines in UTF-8, plain or gzipped, at most 256 MiB
   * @return bodies in the file's order
   * @throws IllegalArgumentException when the file has none, is too large or is not UTF-8
   * @throws UncheckedIOException when the file cannot be read
   */
  public static RequestBodies lines(Path file) {
    List<String> lines = read(file);
    Check.argument(!lines.isEmpty(), "file", file, "at least one line with a body");
    return of(lines);
  }

  /**
   * Samples from a file in TensorFlow Serving's predict format: each line that is not blank is one
   * instance, and each body holds so many of them, {@code {"instances": [...]}} (TensorFlow
   * Serving, RESTful API, predict, row format).
   *
   * @param file JSON Lines in UTF-8, plain or gzipped, at most 256 MiB
   * @param perRequest how many instances each request brings, at least 1; the last one fewer
   * @return bodies in the file's order
   * @throws IllegalArgumentException when the file has none, is too large or is not UTF-8, or the
   *     number is out of range
   * @throws UncheckedIOException when the file cannot be read
   */
  public static RequestBodies instances(Path file, int perRequest) {
    Check.argument(perRequest >= 1, "perRequest", perRequest, ">= 1");
    List<String> lines = read(file);
    Check.argument(!lines.isEmpty(), "file", file, "at least one line with an instance");
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += perRequest) {
      List<String> batch = lines.subList(i, Math.min(lines.size(), i + perRequest));
      bodies.add("{\"instances\": [" + String.join(", ", batch) + "]}");
    }
    return of(bodies);
  }

  private static List<String> read(Path file) {
    List<String> lines = new ArrayList<>();
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    unzipped(raw),
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)))) {
      long size = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        size += line.length();
        Check.argument(size <= MOST_BYTES, "file", file + ", over 256 MiB", "at most 256 MiB");
        if (!line.isBlank()) {
          lines.add(line.strip());
        }
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "file: " + file + ", bytes of another kind (expected: text in UTF-8)", e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Request bodies: "
              + file
              + " cannot be read, "
              + e
              + " (expected: a text file, one instance a line). Name one that exists and that this"
              + " user may read.",
          e);
    }
    return lines;
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    in.mark(2);
    boolean zipped = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    in.reset();
    return zipped ? new GZIPInputStream(in) : in;
  }

  /**
   * How many there are.
   *
   * @return at least 1
   */
  public int count() {
    return bodies.size();
  }

  /**
   * What they were made of.
   *
   * @return empty when they were given as they are
   */
  public Optional<BodyTemplate> template() {
    return Optional.ofNullable(template);
  }

  /** The bodies themselves, which nobody may change. */
  List<byte[]> bytes() {
    return bodies;
  }

  /** How many there are, without what is in them. */
  @Override
  public String toString() {
    return bodies.size() + " bodies";
  }
}
