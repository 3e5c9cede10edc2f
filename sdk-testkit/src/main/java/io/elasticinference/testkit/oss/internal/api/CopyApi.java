package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.ObjectHandle;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/**
 * CopyObject. A copy shares the content of its source on disk.
 *
 * <p>Source: OSS API reference, "CopyObject": up to 1 GB; a copy onto itself takes the metadata of
 * the request.
 */
final class CopyApi {

  private static final long MOST = 1L << 30;

  private final Store store;
  private final Clock clock;

  CopyApi(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void copy(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    CopySource source = CopySource.of(request);
    ObjectHandle handle = store.bucket(source.bucket()).open(source.key());
    StoredObject copy;
    try {
      StoredObject from = handle.object();
      Conditions.check(request, from, CopySource.HEADER + "-");
      if (from.size() > MOST) {
        throw OssErrors.entityTooLarge(
            "Source object Length exceeds the maximum allowed size.", from.size(), MOST);
      }
      copy =
          new StoredObject(
              request.key(),
              from.size(),
              from.etag(),
              from.crc64(),
              clock.millis(),
              StoredObject.NORMAL,
              headers(request, source, from),
              from.segments());
      bucket.put(copy, ObjectApi.overwrite(request));
    } catch (IOException | RuntimeException e) {
      handle.close();
      throw e;
    }
    // The handle's use of the content now belongs to the copy, so it stays open.
    String etag = "\"" + copy.etag() + "\"";
    request.exchange().getResponseHeaders().put(Headers.ETAG, etag);
    ObjectHeaders.checksum(request.exchange().getResponseHeaders(), copy.crc64());
    Answers.xml(
        request.exchange(),
        Xml.document("CopyObjectResult")
            .element("ETag", etag)
            .element("LastModified", Xml.timestamp(copy.modified())));
  }

  private static Map<String, String> headers(
      OssRequest request, CopySource source, StoredObject from) {
    String directive = request.header("x-oss-metadata-directive").orElse("COPY");
    if (!directive.equals("COPY") && !directive.equals("REPLACE")) {
      throw OssErrors.invalidArgument(
          "x-oss-metadata-directive", directive, "The metadata directive is invalid.");
    }
    boolean itself = source.equals(new CopySource(request.bucket(), request.key()));
    Map<String, String> sent = ObjectHeaders.kept(request);
    Map<String, String> headers =
        new TreeMap<>(directive.equals("REPLACE") || itself ? sent : from.headers());
    boolean newTags =
        request.header("x-oss-tagging-directive").orElse("COPY").equalsIgnoreCase("REPLACE");
    take(Tags.HEADER, newTags ? sent : from.headers(), headers);
    take(AclApi.OBJECT_HEADER, sent, headers);
    return headers;
  }

  private static void take(String name, Map<String, String> from, Map<String, String> into) {
    String value = from.get(name);
    if (value == null) {
      into.remove(name);
    } else {
      into.put(name, value);
    }
  }
}
