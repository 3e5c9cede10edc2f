package io.elasticinference.testkit.oss.internal.store;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * A bucket: a sorted index of its objects in memory, and a document on disk for each. Thread-safe;
 * writes are committed one after the other, their content is written before.
 */
public final class Bucket {

  /** What is written down when a bucket is made. */
  record Begin(String name, long createdMillis, String storageClass) {}

  private final Begin begin;
  private final Path directory;
  private final Blobs blobs;
  private final Uploads uploads;
  private final NavigableMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(Utf8Order.INSTANCE);
  private boolean deleted;

  private Bucket(Begin begin, Path directory, Blobs blobs) throws IOException {
    this.begin = begin;
    this.directory = directory;
    this.blobs = blobs;
    Files.createDirectories(objectsOf(directory));
    this.uploads = Uploads.load(directory.resolve("uploads"), blobs);
  }

  static Bucket create(Begin begin, Path directory, Blobs blobs) throws IOException {
    Bucket bucket = new Bucket(begin, directory, blobs);
    Documents.write(beginOf(directory), begin);
    return bucket;
  }

  static Bucket load(Path directory, Blobs blobs) throws IOException {
    Bucket bucket = new Bucket(Documents.read(beginOf(directory), Begin.class), directory, blobs);
    for (Path file : Documents.list(objectsOf(directory))) {
      StoredObject object = Documents.read(file, StoredObject.class);
      for (Segment segment : object.segments()) {
        blobs.use(segment);
      }
      bucket.objects.put(object.key(), object);
    }
    return bucket;
  }

  /** Tells whether a directory holds a bucket that was made to the end. */
  static boolean whole(Path directory) {
    return Files.exists(beginOf(directory));
  }

  public String name() {
    return begin.name();
  }

  public Instant created() {
    return Instant.ofEpochMilli(begin.createdMillis());
  }

  public String storageClass() {
    return begin.storageClass();
  }

  public Uploads uploads() {
    return uploads;
  }

  /** Finds an object, or throws NoSuchKey. */
  public StoredObject get(String key) {
    StoredObject object = objects.get(key);
    if (object == null) {
      throw OssErrors.noSuchKey(key);
    }
    return object;
  }

  public Optional<StoredObject> find(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  /** Opens an object for reading, or throws NoSuchKey. */
  public ObjectHandle open(String key) {
    while (true) {
      StoredObject object = get(key);
      if (blobs.retain(object.segments())) {
        return new ObjectHandle(object, blobs);
      }
      // It was replaced between the look-up and the retaining.
    }
  }

  /**
   * Commits an object. The bucket then owns a use of each of its blobs; when this throws, the
   * caller still does.
   *
   * @param overwrite whether it may replace one of the same key
   */
  public void put(StoredObject object, boolean overwrite) throws IOException {
    StoredObject replaced;
    synchronized (this) {
      if (deleted) {
        throw OssErrors.noSuchBucket(name());
      }
      if (!overwrite && objects.containsKey(object.key())) {
        throw OssErrors.fileAlreadyExists(object.key());
      }
      Documents.write(Documents.named(objectsOf(directory), object.key()), object);
      replaced = objects.put(object.key(), object);
    }
    if (replaced != null) {
      blobs.release(replaced.segments());
    }
  }

  /**
   * Puts an object in the place of exactly one, with its content and more. The bucket then owns a
   * use of each new blob; when this throws or refuses, the caller still does.
   *
   * @param before what must be there, empty for nothing
   * @param after begins with the segments of what is there
   * @return false if something else is there by now, and nothing was done
   */
  public boolean replace(Optional<StoredObject> before, StoredObject after) throws IOException {
    synchronized (this) {
      if (deleted) {
        throw OssErrors.noSuchBucket(name());
      }
      if (!find(after.key()).equals(before)) {
        return false;
      }
      Documents.write(Documents.named(objectsOf(directory), after.key()), after);
      objects.put(after.key(), after);
      // The uses of the shared blobs pass from the one to the other.
      return true;
    }
  }

  /** Changes the headers of an object and nothing else, or throws NoSuchKey. */
  public void updateHeaders(String key, Consumer<Map<String, String>> change) throws IOException {
    while (true) {
      StoredObject before = get(key);
      Map<String, String> headers = new TreeMap<>(before.headers());
      change.accept(headers);
      if (replace(Optional.of(before), before.headers(headers))) {
        return;
      }
    }
  }

  /** Deletes an object, if it is there. */
  public void delete(String key) throws IOException {
    StoredObject removed;
    synchronized (this) {
      removed = objects.remove(key);
      if (removed != null) {
        Files.delete(Documents.named(objectsOf(directory), key));
      }
    }
    if (removed != null) {
      blobs.release(removed.segments());
    }
  }

  /** Lists a page of objects. */
  public Listing<StoredObject> list(Listing.Query query) {
    boolean afterPrefix = Utf8Order.INSTANCE.compare(query.marker(), query.prefix()) >= 0;
    NavigableMap<String, StoredObject> from =
        query.marker().isEmpty() || !afterPrefix
            ? objects.tailMap(query.prefix(), true)
            : objects.tailMap(query.marker(), false);
    return Listing.page(from.values().iterator(), StoredObject::key, query);
  }

  /** How many objects there are. */
  public long count() {
    return objects.size();
  }

  /** How many bytes the objects have together. */
  public long bytes() {
    return objects.values().stream().mapToLong(StoredObject::size).sum();
  }

  /** Begins a multipart upload. */
  public synchronized Upload begin(String key, Map<String, String> headers, Instant now)
      throws IOException {
    if (deleted) {
      throw OssErrors.noSuchBucket(name());
    }
    return uploads.begin(key, headers, now);
  }

  /**
   * Makes an object of an upload's parts and ends the upload.
   *
   * @param parts those that make the object, in order; the others are dropped
   */
  public void complete(Upload upload, List<Part> parts, StoredObject object, boolean overwrite)
      throws IOException {
    uploads.end(upload);
    try {
      put(object, overwrite);
    } catch (IOException | RuntimeException e) {
      uploads.restore(upload);
      throw e;
    }
    Set<Part> used = Set.copyOf(parts);
    upload.parts().stream()
        .filter(part -> !used.contains(part))
        .forEach(part -> blobs.release(part.content().id()));
    upload.delete();
  }

  /** Deletes the bucket, or throws BucketNotEmpty. */
  synchronized void delete() throws IOException {
    if (!objects.isEmpty() || !uploads.isEmpty()) {
      throw OssErrors.bucketNotEmpty(name());
    }
    deleted = true;
    Files.delete(beginOf(directory));
    Documents.deleteTree(directory);
  }

  /** Deletes the bucket with all that is in it. */
  synchronized void discard() throws IOException {
    deleted = true;
    uploads.discard();
    for (StoredObject object : objects.values()) {
      blobs.release(object.segments());
    }
    objects.clear();
    Files.delete(beginOf(directory));
    Documents.deleteTree(directory);
  }

  private static Path beginOf(Path directory) {
    return directory.resolve("bucket.json");
  }

  private static Path objectsOf(Path directory) {
    return directory.resolve("objects");
  }
}
