package io.elasticinference.testkit.oss.internal.store;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A multipart upload that is neither completed nor aborted. Thread-safe. */
public final class Upload {

  /** What is written down when the upload begins. */
  record Begin(String id, String key, long initiatedMillis, Map<String, String> headers) {}

  private final Begin begin;
  private final Path directory;
  private final Blobs blobs;
  private final NavigableMap<Integer, Part> parts = new TreeMap<>();
  private boolean ended;

  private Upload(Begin begin, Path directory, Blobs blobs) {
    this.begin = begin;
    this.directory = directory;
    this.blobs = blobs;
  }

  static Upload begin(Begin begin, Path directory, Blobs blobs) throws IOException {
    Files.createDirectories(partsOf(directory));
    Documents.write(beginOf(directory), begin);
    return new Upload(begin, directory, blobs);
  }

  /** Reads an upload at the start of the server. */
  static Upload load(Path directory, Blobs blobs) throws IOException {
    Upload upload = new Upload(Documents.read(beginOf(directory), Begin.class), directory, blobs);
    for (Path file : Documents.list(partsOf(directory))) {
      Part part = Documents.read(file, Part.class);
      blobs.use(new Segment(part.content().id(), part.content().size()));
      upload.parts.put(part.number(), part);
    }
    return upload;
  }

  /** Tells whether a directory holds an upload whose begin was written to the end. */
  static boolean whole(Path directory) {
    return Files.exists(beginOf(directory));
  }

  public String id() {
    return begin.id();
  }

  public String key() {
    return begin.key();
  }

  public Instant initiated() {
    return Instant.ofEpochMilli(begin.initiatedMillis());
  }

  public Map<String, String> headers() {
    return begin.headers();
  }

  /** The parts so far, by number. */
  public synchronized List<Part> parts() {
    return List.copyOf(parts.values());
  }

  /** Adds a part, or replaces the one of the same number; the upload then owns its blob. */
  public synchronized void add(Part part) throws IOException {
    if (ended) {
      throw OssErrors.noSuchUpload(begin.id());
    }
    Documents.write(partsOf(directory).resolve(part.number() + ".json"), part);
    Part replaced = parts.put(part.number(), part);
    if (replaced != null) {
      blobs.release(replaced.content().id());
    }
  }

  /** Ends the upload once; whoever ends it owns its parts. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  synchronized void reopen() {
    ended = false;
  }

  void delete() throws IOException {
    // The begin goes first: what a killed server leaves then is no upload any more.
    Files.delete(beginOf(directory));
    Documents.deleteTree(directory);
  }

  private static Path beginOf(Path directory) {
    return directory.resolve("upload.json");
  }

  private static Path partsOf(Path directory) {
    return directory.resolve("parts");
  }
}
