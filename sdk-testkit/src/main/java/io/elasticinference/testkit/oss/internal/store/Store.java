package io.elasticinference.testkit.oss.internal.store;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All that a server keeps, in one directory, which it holds alone. Opening it takes up what an
 * earlier server left, even one that was killed. Thread-safe.
 */
public final class Store implements AutoCloseable {

  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

  private final Path buckets;
  private final FileChannel lock;
  private final Blobs blobs;
  private final NavigableMap<String, Bucket> byName = new ConcurrentSkipListMap<>();

  private Store(Path directory, FileChannel lock, boolean md5) throws IOException {
    this.lock = lock;
    this.buckets = Files.createDirectories(directory.resolve("buckets"));
    this.blobs = new Blobs(directory.resolve("blobs"), md5);
  }

  /**
   * Opens a directory, which is made if it is missing.
   *
   * @param md5 whether tags are made of MD5, see {@link Blobs#create}
   * @throws IOException if it cannot be used, also if another server holds it
   */
  public static Store open(Path directory, boolean md5) throws IOException {
    Files.createDirectories(directory);
    FileChannel lock =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException(
            directory + ": held by another OSS server (expected: none). Stop it, or take another.");
      }
      Store store = new Store(directory, lock, md5);
      store.load();
      return store;
    } catch (OverlappingFileLockException e) {
      lock.close();
      throw new IOException(directory + ": held by another OSS server of this program", e);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void load() throws IOException {
    try (Stream<Path> found = Files.list(buckets)) {
      for (Path each : found.toList()) {
        if (Bucket.whole(each)) {
          byName.put(each.getFileName().toString(), Bucket.load(each, blobs));
        } else {
          Documents.deleteTree(each);
        }
      }
    }
    blobs.sweep();
  }

  public Blobs blobs() {
    return blobs;
  }

  /** Finds a bucket, or throws NoSuchBucket. */
  public Bucket bucket(String name) {
    Bucket bucket = byName.get(name);
    if (bucket == null) {
      throw BUCKET_NAME.matcher(name).matches()
          ? OssErrors.noSuchBucket(name)
          : OssErrors.invalidBucketName(name);
    }
    return bucket;
  }

  /** Makes a bucket; one that is there already stays as it is. */
  public synchronized Bucket create(String name, String storageClass, Instant now)
      throws IOException {
    if (!BUCKET_NAME.matcher(name).matches()) {
      throw OssErrors.invalidBucketName(name);
    }
    Bucket existing = byName.get(name);
    if (existing != null) {
      return existing;
    }
    Bucket bucket =
        Bucket.create(
            new Bucket.Begin(name, now.toEpochMilli(), storageClass), buckets.resolve(name), blobs);
    byName.put(name, bucket);
    return bucket;
  }

  /** Deletes a bucket, or throws BucketNotEmpty. */
  public synchronized void delete(String name) throws IOException {
    bucket(name).delete();
    byName.remove(name);
  }

  /** Deletes a bucket with all that is in it; one that is not there is no error. */
  public synchronized void discard(String name) throws IOException {
    Bucket bucket = byName.remove(name);
    if (bucket != null) {
      bucket.discard();
    }
  }

  public List<Bucket> buckets() {
    return List.copyOf(byName.values());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
