package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Query;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Listing;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.elasticinference.testkit.oss.internal.store.Upload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** ListObjects in both versions, and ListMultipartUploads. */
final class ListApi {

  private final Store store;

  ListApi(Store store) {
    this.store = store;
  }

  void objects(OssRequest request) {
    Bucket bucket = store.bucket(request.bucket());
    Listing.Query query = query(request, request.query().text("marker"));
    Listing<StoredObject> page = bucket.list(query);
    KeyEncoding encoding = KeyEncoding.of(request);
    Xml xml =
        encoding
            .declare(Xml.document("ListBucketResult"))
            .element("Name", bucket.name())
            .element("Prefix", encoding.encode(query.prefix()))
            .element("Marker", encoding.encode(query.marker()))
            .element("MaxKeys", query.most())
            .element("Delimiter", encoding.encode(query.delimiter()))
            .element("IsTruncated", page.truncated());
    if (page.truncated()) {
      xml.element("NextMarker", encoding.encode(page.last()));
    }
    contents(xml, page.entries(), encoding, true);
    prefixes(xml, page.prefixes(), encoding);
    Answers.xml(request.exchange(), xml);
  }

  void objectsV2(OssRequest request) {
    Bucket bucket = store.bucket(request.bucket());
    Query parameters = request.query();
    String token = parameters.text("continuation-token");
    String startAfter = parameters.text("start-after");
    Listing.Query query = query(request, token.isEmpty() ? startAfter : key(token));
    Listing<StoredObject> page = bucket.list(query);
    KeyEncoding encoding = KeyEncoding.of(request);
    Xml xml =
        encoding
            .declare(Xml.document("ListBucketResult"))
            .element("Name", bucket.name())
            .element("Prefix", encoding.encode(query.prefix()))
            .element("StartAfter", encoding.encode(startAfter))
            .element("MaxKeys", query.most())
            .element("Delimiter", encoding.encode(query.delimiter()))
            .element("IsTruncated", page.truncated())
            .element("KeyCount", page.entries().size() + page.prefixes().size());
    if (!token.isEmpty()) {
      xml.element("ContinuationToken", token);
    }
    if (page.truncated()) {
      xml.element("NextContinuationToken", token(page.last()));
    }
    contents(xml, page.entries(), encoding, parameters.text("fetch-owner").equals("true"));
    prefixes(xml, page.prefixes(), encoding);
    Answers.xml(request.exchange(), xml);
  }

  void uploads(OssRequest request) {
    Bucket bucket = store.bucket(request.bucket());
    Query parameters = request.query();
    String idMarker = parameters.text("upload-id-marker");
    Listing.Query query =
        new Listing.Query(
            parameters.text("prefix"),
            parameters.text("delimiter"),
            parameters.text("key-marker"),
            parameters.number("max-uploads", 1000, 1, 1000));
    Listing<Upload> page = bucket.uploads().list(query, idMarker);
    boolean endsInUpload =
        !page.entries().isEmpty()
            && page.entries().get(page.entries().size() - 1).key().equals(page.last());
    KeyEncoding encoding = KeyEncoding.of(request);
    Xml xml =
        encoding
            .declare(Xml.document("ListMultipartUploadsResult"))
            .element("Bucket", bucket.name())
            .element("KeyMarker", encoding.encode(query.marker()))
            .element("UploadIdMarker", idMarker)
            .element("NextKeyMarker", page.truncated() ? encoding.encode(page.last()) : "")
            .element(
                "NextUploadIdMarker",
                page.truncated() && endsInUpload
                    ? page.entries().get(page.entries().size() - 1).id()
                    : "")
            .element("Delimiter", encoding.encode(query.delimiter()))
            .element("Prefix", encoding.encode(query.prefix()))
            .element("MaxUploads", query.most())
            .element("IsTruncated", page.truncated());
    for (Upload upload : page.entries()) {
      xml.open("Upload")
          .element("Key", encoding.encode(upload.key()))
          .element("UploadId", upload.id())
          .element("StorageClass", upload.headers().getOrDefault("x-oss-storage-class", "Standard"))
          .element("Initiated", Xml.timestamp(upload.initiated()))
          .close();
    }
    prefixes(xml, page.prefixes(), encoding);
    Answers.xml(request.exchange(), xml);
  }

  private static Listing.Query query(OssRequest request, String marker) {
    Query parameters = request.query();
    return new Listing.Query(
        parameters.text("prefix"),
        parameters.text("delimiter"),
        marker,
        parameters.number("max-keys", 100, 1, 1000));
  }

  private static void contents(
      Xml xml, List<StoredObject> objects, KeyEncoding encoding, boolean owner) {
    for (StoredObject object : objects) {
      xml.open("Contents")
          .element("Key", encoding.encode(object.key()))
          .element("LastModified", Xml.timestamp(object.modified()))
          .element("ETag", "\"" + object.etag() + "\"")
          .element("Type", object.type())
          .element("Size", object.size())
          .element("StorageClass", object.storageClass());
      if (owner) {
        Owner.write(xml);
      }
      xml.close();
    }
  }

  private static void prefixes(Xml xml, List<String> prefixes, KeyEncoding encoding) {
    for (String prefix : prefixes) {
      xml.open("CommonPrefixes").element("Prefix", encoding.encode(prefix)).close();
    }
  }

  private static String token(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OssErrors.invalidArgument(
          "continuation-token", token, "The continuation token provided is incorrect.");
    }
  }
}
