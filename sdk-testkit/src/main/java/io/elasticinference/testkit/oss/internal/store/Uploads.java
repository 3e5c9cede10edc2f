package io.elasticinference.testkit.oss.internal.store;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The multipart uploads of a bucket. Thread-safe. */
public final class Uploads {

  private static final Comparator<Upload> ORDER =
      Comparator.comparing(Upload::key, Utf8Order.INSTANCE).thenComparing(Upload::id);

  private final Path directory;
  private final Blobs blobs;
  private final Map<String, Upload> byId = new ConcurrentHashMap<>();

  private Uploads(Path directory, Blobs blobs) {
    this.directory = directory;
    this.blobs = blobs;
  }

  static Uploads load(Path directory, Blobs blobs) throws IOException {
    Uploads uploads = new Uploads(Files.createDirectories(directory), blobs);
    try (Stream<Path> found = Files.list(directory)) {
      for (Path each : found.toList()) {
        if (Upload.whole(each)) {
          Upload upload = Upload.load(each, blobs);
          uploads.byId.put(upload.id(), upload);
        } else {
          Documents.deleteTree(each);
        }
      }
    }
    return uploads;
  }

  Upload begin(String key, Map<String, String> headers, Instant now) throws IOException {
    String id = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    Upload upload =
        Upload.begin(
            new Upload.Begin(id, key, now.toEpochMilli(), headers), directory.resolve(id), blobs);
    byId.put(id, upload);
    return upload;
  }

  /** Finds the upload of a key, or throws NoSuchUpload. */
  public Upload get(String key, String id) {
    Upload upload = byId.get(id);
    if (upload == null || !upload.key().equals(key)) {
      throw OssErrors.noSuchUpload(id);
    }
    return upload;
  }

  public void abort(String key, String id) throws IOException {
    Upload upload = get(key, id);
    end(upload);
    upload.parts().forEach(part -> blobs.release(part.content().id()));
    upload.delete();
  }

  /** Ends every upload and lets its parts go; their files are the caller's to delete. */
  void discard() {
    for (Upload upload : byId.values()) {
      if (upload.end()) {
        upload.parts().forEach(part -> blobs.release(part.content().id()));
      }
    }
    byId.clear();
  }

  /** Takes an upload out, so that nobody else can end it or add to it. */
  void end(Upload upload) {
    if (!upload.end()) {
      throw OssErrors.noSuchUpload(upload.id());
    }
    byId.remove(upload.id());
  }

  /** Puts an upload back that could not be completed. */
  void restore(Upload upload) {
    upload.reopen();
    byId.put(upload.id(), upload);
  }

  public boolean isEmpty() {
    return byId.isEmpty();
  }

  public int size() {
    return byId.size();
  }

  /**
   * Lists a page, sorted by key and id.
   *
   * @param idMarker begins after this id within the marker's key, if it is not empty
   */
  public Listing<Upload> list(Listing.Query query, String idMarker) {
    List<Upload> sorted =
        byId.values().stream()
            .filter(upload -> after(upload, query.marker(), idMarker))
            .sorted(ORDER)
            .toList();
    return Listing.page(sorted.iterator(), Upload::key, query);
  }

  private static boolean after(Upload upload, String keyMarker, String idMarker) {
    int order = Utf8Order.INSTANCE.compare(upload.key(), keyMarker);
    return keyMarker.isEmpty()
        || order > 0
        || (order == 0 && !idMarker.isEmpty() && upload.id().compareTo(idMarker) > 0);
  }
}
