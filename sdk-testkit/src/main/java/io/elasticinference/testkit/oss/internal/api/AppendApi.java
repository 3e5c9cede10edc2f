package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Crc64;
import io.elasticinference.testkit.oss.internal.store.Segment;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AppendObject: adds to an object at its end, of which the client must know where it is.
 *
 * <p>Source: OSS API reference, "AppendObject".
 */
final class AppendApi {

  static final HttpString NEXT_POSITION = new HttpString("x-oss-next-append-position");

  private final Store store;
  private final Clock clock;

  AppendApi(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void append(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    long position = position(request);
    check(request, bucket.find(request.key()), position);
    Map<String, String> headers = ObjectHeaders.kept(request);
    Blob blob = Reception.receive(request, store.blobs());
    StoredObject object;
    try {
      object = commit(request, bucket, position, headers, blob);
    } catch (IOException | RuntimeException e) {
      store.blobs().release(blob);
      throw e;
    }
    HeaderMap answer = request.exchange().getResponseHeaders();
    answer.put(Headers.ETAG, "\"" + object.etag() + "\"");
    answer.put(NEXT_POSITION, Long.toString(object.size()));
    ObjectHeaders.checksum(answer, object.crc64());
    Answers.empty(request.exchange(), 200);
  }

  private StoredObject commit(
      OssRequest request, Bucket bucket, long position, Map<String, String> headers, Blob blob)
      throws IOException {
    while (true) {
      Optional<StoredObject> before = bucket.find(request.key());
      check(request, before, position);
      StoredObject after = after(request.key(), before, headers, blob);
      if (bucket.replace(before, after)) {
        return after;
      }
      // Somebody else came between; the check then says where the end is now.
    }
  }

  private StoredObject after(
      String key, Optional<StoredObject> before, Map<String, String> headers, Blob blob) {
    List<Segment> segments = new ArrayList<>(before.map(StoredObject::segments).orElse(List.of()));
    segments.add(new Segment(blob.id(), blob.size()));
    long size = before.map(StoredObject::size).orElse(0L) + blob.size();
    long crc = Crc64.combine(before.map(StoredObject::crc64).orElse(0L), blob.crc64(), blob.size());
    return new StoredObject(
        key,
        size,
        // The documents say of this tag only that it is no MD5.
        "%016X-%d".formatted(crc, size),
        crc,
        clock.millis(),
        StoredObject.APPENDABLE,
        before.map(StoredObject::headers).orElse(headers),
        segments);
  }

  private static void check(OssRequest request, Optional<StoredObject> object, long position) {
    if (object.isPresent() && !object.get().type().equals(StoredObject.APPENDABLE)) {
      throw OssErrors.objectNotAppendable(request.key());
    }
    long end = object.map(StoredObject::size).orElse(0L);
    if (position != end) {
      request.exchange().getResponseHeaders().put(NEXT_POSITION, Long.toString(end));
      throw OssErrors.positionNotEqualToLength(request.key(), end);
    }
  }

  private static long position(OssRequest request) {
    String text = request.query().text("position");
    if (!text.matches("[0-9]{1,18}")) {
      throw OssErrors.invalidArgument("position", text, "The append position is invalid.");
    }
    return Long.parseLong(text);
  }
}
