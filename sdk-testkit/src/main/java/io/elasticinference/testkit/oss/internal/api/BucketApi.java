package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.protocol.XmlRequest;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** What concerns buckets as a whole: PutBucket, GetBucketInfo and the like, and ListBuckets. */
final class BucketApi {

  private final Store store;
  private final String location;
  private final Clock clock;

  BucketApi(Store store, String region, Clock clock) {
    this.store = store;
    this.location = "oss-" + region;
    this.clock = clock;
  }

  void put(OssRequest request) throws IOException {
    AclApi.checkBucket(request);
    byte[] body = RequestBody.bytes(request.exchange());
    String storageClass =
        body.length == 0
            ? "Standard"
            : XmlRequest.parse(body, "CreateBucketConfiguration")
                .text("StorageClass")
                .orElse("Standard");
    store.create(request.bucket(), storageClass, clock.instant());
    request.exchange().getResponseHeaders().put(Headers.LOCATION, "/" + request.bucket());
    Answers.empty(request.exchange(), 200);
  }

  void delete(OssRequest request) throws IOException {
    store.delete(request.bucket());
    Answers.empty(request.exchange(), 204);
  }

  void info(OssRequest request) {
    Bucket bucket = store.bucket(request.bucket());
    Xml xml = describe(Xml.document("BucketInfo").open("Bucket"), bucket, request);
    Owner.write(xml)
        .element("DataRedundancyType", "LRS")
        .element("AccessMonitor", "Disabled")
        .element("TransferAcceleration", "Disabled")
        .element("CrossRegionReplication", "Disabled")
        .open("AccessControlList")
        .element("Grant", "private")
        .close()
        .element("Comment", "");
    Answers.xml(request.exchange(), xml);
  }

  void location(OssRequest request) {
    store.bucket(request.bucket());
    Answers.xml(request.exchange(), Xml.text("LocationConstraint", location));
  }

  /** A bucket that was never versioned answers with an empty configuration. */
  void versioning(OssRequest request) {
    store.bucket(request.bucket());
    Answers.xml(request.exchange(), Xml.document("VersioningConfiguration"));
  }

  void stat(OssRequest request) {
    Bucket bucket = store.bucket(request.bucket());
    long bytes = bucket.bytes();
    long count = bucket.count();
    Answers.xml(
        request.exchange(),
        Xml.document("BucketStat")
            .element("Storage", bytes)
            .element("ObjectCount", count)
            .element("MultipartUploadCount", bucket.uploads().size())
            .element("LiveChannelCount", 0)
            .element("LastModifiedTime", clock.instant().getEpochSecond())
            .element("StandardStorage", bytes)
            .element("StandardObjectCount", count));
  }

  void list(OssRequest request) {
    String prefix = request.query().text("prefix");
    String marker = request.query().text("marker");
    int most = request.query().number("max-keys", 100, 1, 1000);
    List<Bucket> after =
        store.buckets().stream()
            .filter(b -> b.name().startsWith(prefix) && b.name().compareTo(marker) > 0)
            .toList();
    List<Bucket> page = after.subList(0, Math.min(most, after.size()));
    boolean truncated = page.size() < after.size();
    Xml xml = Owner.write(Xml.document("ListAllMyBucketsResult"));
    if (truncated) {
      xml.element("Prefix", prefix)
          .element("Marker", marker)
          .element("MaxKeys", most)
          .element("IsTruncated", true)
          .element("NextMarker", page.get(page.size() - 1).name());
    }
    xml.open("Buckets");
    for (Bucket bucket : page) {
      describe(xml.open("Bucket"), bucket, request).close();
    }
    Answers.xml(request.exchange(), xml);
  }

  private Xml describe(Xml xml, Bucket bucket, OssRequest request) {
    return xml.element("Name", bucket.name())
        .element("CreationDate", Xml.timestamp(bucket.created()))
        .element("Location", location)
        .element("Region", location.substring("oss-".length()))
        .element("ExtranetEndpoint", request.host())
        .element("IntranetEndpoint", request.host())
        .element("StorageClass", bucket.storageClass());
  }
}
