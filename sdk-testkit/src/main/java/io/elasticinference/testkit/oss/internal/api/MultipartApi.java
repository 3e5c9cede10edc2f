package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.ObjectHandle;
import io.elasticinference.testkit.oss.internal.store.Part;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.elasticinference.testkit.oss.internal.store.Upload;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** InitiateMultipartUpload, UploadPart, UploadPartCopy, AbortMultipartUpload and ListParts. */
final class MultipartApi {

  private static final int MOST_PARTS = 10_000;

  private final Store store;
  private final Clock clock;

  MultipartApi(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void initiate(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    if (!ObjectApi.overwrite(request) && bucket.find(request.key()).isPresent()) {
      throw OssErrors.fileAlreadyExists(request.key());
    }
    Upload upload = bucket.begin(request.key(), ObjectHeaders.kept(request), clock.instant());
    KeyEncoding encoding = KeyEncoding.of(request);
    Answers.xml(
        request.exchange(),
        encoding
            .declare(Xml.document("InitiateMultipartUploadResult"))
            .element("Bucket", bucket.name())
            .element("Key", encoding.encode(upload.key()))
            .element("UploadId", upload.id()));
  }

  void uploadPart(OssRequest request) throws IOException {
    Upload upload = upload(request);
    int number = partNumber(request);
    Blob blob = Reception.receive(request, store.blobs());
    Part part = add(upload, number, blob);
    HeaderMap answer = request.exchange().getResponseHeaders();
    answer.put(Headers.ETAG, "\"" + part.etag() + "\"");
    ObjectHeaders.checksum(answer, blob.crc64());
    ObjectHeaders.digest(answer, blob.etag());
    Answers.empty(request.exchange(), 200);
  }

  void copyPart(OssRequest request) throws IOException {
    Upload upload = upload(request);
    int number = partNumber(request);
    CopySource source = CopySource.of(request);
    Blob blob;
    try (ObjectHandle handle = store.bucket(source.bucket()).open(source.key())) {
      Conditions.check(request, handle.object(), CopySource.HEADER + "-");
      long size = handle.object().size();
      ByteRange range =
          request
              .header(CopySource.HEADER + "-range")
              .flatMap(header -> ByteRange.of(header, true, size))
              .orElse(new ByteRange(0, size - 1));
      blob = PieceCopy.copy(store.blobs(), handle.object().segments(), range);
    }
    Part part = add(upload, number, blob);
    String etag = "\"" + part.etag() + "\"";
    request.exchange().getResponseHeaders().put(Headers.ETAG, etag);
    ObjectHeaders.checksum(request.exchange().getResponseHeaders(), blob.crc64());
    Answers.xml(
        request.exchange(),
        Xml.document("CopyPartResult")
            .element("LastModified", Xml.timestamp(part.modified()))
            .element("ETag", etag));
  }

  void abort(OssRequest request) throws IOException {
    store.bucket(request.bucket()).uploads().abort(request.key(), request.query().text("uploadId"));
    Answers.empty(request.exchange(), 204);
  }

  void listParts(OssRequest request) {
    Upload upload = upload(request);
    int most = request.query().number("max-parts", 1000, 1, 1000);
    int marker = request.query().number("part-number-marker", 0, 0, Integer.MAX_VALUE);
    List<Part> after = upload.parts().stream().filter(p -> p.number() > marker).toList();
    List<Part> page = after.subList(0, Math.min(most, after.size()));
    KeyEncoding encoding = KeyEncoding.of(request);
    Xml xml =
        encoding
            .declare(Xml.document("ListPartsResult"))
            .element("Bucket", request.bucket())
            .element("Key", encoding.encode(upload.key()))
            .element("UploadId", upload.id())
            .element(
                "StorageClass", upload.headers().getOrDefault("x-oss-storage-class", "Standard"))
            .element("PartNumberMarker", marker)
            .element(
                "NextPartNumberMarker", page.isEmpty() ? 0 : page.get(page.size() - 1).number())
            .element("MaxParts", most)
            .element("IsTruncated", page.size() < after.size());
    for (Part part : page) {
      xml.open("Part")
          .element("PartNumber", part.number())
          .element("LastModified", Xml.timestamp(part.modified()))
          .element("ETag", "\"" + part.etag() + "\"")
          .element("HashCrc64ecma", Long.toUnsignedString(part.content().crc64()))
          .element("Size", part.content().size())
          .close();
    }
    Answers.xml(request.exchange(), xml);
  }

  /** Adds a part, or gives its blob back. */
  private Part add(Upload upload, int number, Blob blob) throws IOException {
    Part part = new Part(number, blob, clock.millis());
    try {
      upload.add(part);
      return part;
    } catch (IOException | RuntimeException e) {
      store.blobs().release(blob);
      throw e;
    }
  }

  private Upload upload(OssRequest request) {
    return store
        .bucket(request.bucket())
        .uploads()
        .get(request.key(), request.query().text("uploadId"));
  }

  private static int partNumber(OssRequest request) {
    return request.query().number("partNumber", 0, 1, MOST_PARTS);
  }
}
