package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.ObjectHandle;
import io.elasticinference.testkit.oss.internal.store.Segment;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PutObject, GetObject, HeadObject, GetObjectMeta and DeleteObject. */
final class ObjectApi {

  private final Store store;
  private final Clock clock;

  ObjectApi(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void put(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    boolean overwrite = overwrite(request);
    if (!overwrite && bucket.find(request.key()).isPresent()) {
      throw OssErrors.fileAlreadyExists(request.key());
    }
    Map<String, String> headers = ObjectHeaders.kept(request);
    Blob blob = Reception.receive(request, store.blobs());
    List<Segment> segments = List.of(new Segment(blob.id(), blob.size()));
    StoredObject object =
        new StoredObject(
            request.key(),
            blob.size(),
            blob.etag(),
            blob.crc64(),
            clock.millis(),
            StoredObject.NORMAL,
            headers,
            segments);
    commit(bucket, object, overwrite);
    HeaderMap answer = request.exchange().getResponseHeaders();
    answer.put(Headers.ETAG, "\"" + blob.etag() + "\"");
    ObjectHeaders.checksum(answer, blob.crc64());
    ObjectHeaders.digest(answer, blob.etag());
    Answers.empty(request.exchange(), 200);
  }

  void get(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    HttpServerExchange exchange = request.exchange();
    try (ObjectHandle handle = bucket.open(request.key())) {
      StoredObject object = handle.object();
      HeaderMap answer = exchange.getResponseHeaders();
      check(request, object);
      Optional<ByteRange> range = range(request, object.size());
      ObjectHeaders.describe(answer, object);
      ObjectHeaders.override(answer, request);
      long offset = 0;
      long length = object.size();
      if (range.isPresent()) {
        exchange.setStatusCode(206);
        offset = range.get().first();
        length = range.get().length();
        answer.put(
            Headers.CONTENT_RANGE,
            "bytes " + offset + "-" + range.get().last() + "/" + object.size());
      }
      ResponseBody.send(exchange, store.blobs(), object.segments(), offset, length);
    }
  }

  void head(OssRequest request) {
    StoredObject object = existing(request);
    check(request, object);
    HeaderMap answer = request.exchange().getResponseHeaders();
    if (request.query().has("objectMeta")) {
      ObjectHeaders.identify(answer, object);
      ObjectHeaders.checksum(answer, object.crc64());
    } else {
      ObjectHeaders.describe(answer, object);
      ObjectHeaders.override(answer, request);
    }
    request.exchange().setResponseContentLength(object.size());
    Answers.empty(request.exchange(), 200);
  }

  void delete(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    bucket.delete(request.key());
    Answers.empty(request.exchange(), 204);
  }

  /** Commits an object whose blobs nobody else uses, or gives them back. */
  private void commit(Bucket bucket, StoredObject object, boolean overwrite) throws IOException {
    try {
      bucket.put(object, overwrite);
    } catch (IOException | RuntimeException e) {
      store.blobs().release(object.segments());
      throw e;
    }
  }

  static boolean overwrite(OssRequest request) {
    return !request.header("x-oss-forbid-overwrite").orElse("").equalsIgnoreCase("true");
  }

  private StoredObject existing(OssRequest request) {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    return bucket.get(request.key());
  }

  private static void check(OssRequest request, StoredObject object) {
    HeaderMap answer = request.exchange().getResponseHeaders();
    ObjectHeaders.identify(answer, object);
    Conditions.check(request, object, "");
  }

  private static Optional<ByteRange> range(OssRequest request, long size) {
    boolean standard =
        request.header("x-oss-range-behavior").orElse("").equalsIgnoreCase("standard");
    return request.header("Range").flatMap(range -> ByteRange.of(range, standard, size));
  }
}
