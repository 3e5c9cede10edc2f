package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Query;
import io.elasticinference.testkit.oss.internal.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;

/** Leads a request that was let in to its operation. */
final class Router {

  /** What OSS can be asked about a bucket or an object by a parameter, and this server cannot. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "append",
          "bucketArchiveDirectRead",
          "callback",
          "cname",
          "comp",
          "cors",
          "encryption",
          "inventory",
          "lifecycle",
          "live",
          "logging",
          "metaQuery",
          "policy",
          "publicAccessBlock",
          "qos",
          "referer",
          "replication",
          "requestPayment",
          "resourceGroup",
          "restore",
          "style",
          "symlink",
          "tagging",
          "transferAcceleration",
          "versioning",
          "versions",
          "vod",
          "website",
          "worm",
          "x-oss-process",
          "x-oss-async-process");

  private final BucketApi buckets;
  private final ListApi lists;
  private final DeleteApi deletes;
  private final ObjectApi objects;
  private final CopyApi copies;
  private final MultipartApi multipart;
  private final CompleteApi completes;

  Router(Store store, String region, Clock clock) {
    this.buckets = new BucketApi(store, region, clock);
    this.lists = new ListApi(store);
    this.deletes = new DeleteApi(store);
    this.objects = new ObjectApi(store, clock);
    this.copies = new CopyApi(store, clock);
    this.multipart = new MultipartApi(store, clock);
    this.completes = new CompleteApi(store, clock);
  }

  void route(OssRequest request) throws IOException {
    if (request.bucket().isEmpty()) {
      service(request);
    } else if (request.query().parameters().stream()
        .anyMatch(p -> UNSUPPORTED.contains(p.name()))) {
      buckets.unsupported(request);
    } else if (request.key().isEmpty()) {
      bucket(request);
    } else {
      object(request);
    }
  }

  private void service(OssRequest request) {
    if (!request.method().equals("GET")) {
      throw OssErrors.methodNotAllowed(request.method(), "Service");
    }
    buckets.list(request);
  }

  private void bucket(OssRequest request) throws IOException {
    switch (request.method()) {
      case "GET" -> readBucket(request);
      case "PUT" -> {
        if (request.query().has("acl")) {
          buckets.unsupported(request);
        }
        buckets.put(request);
      }
      case "DELETE" -> buckets.delete(request);
      case "POST" -> {
        if (!request.query().has("delete")) {
          throw OssErrors.notImplemented("PostObject");
        }
        deletes.delete(request);
      }
      default -> throw OssErrors.methodNotAllowed(request.method(), "Bucket");
    }
  }

  private void readBucket(OssRequest request) {
    Query query = request.query();
    if (query.has("bucketInfo")) {
      buckets.info(request);
    } else if (query.has("location")) {
      buckets.location(request);
    } else if (query.has("stat")) {
      buckets.stat(request);
    } else if (query.has("acl")) {
      buckets.acl(request);
    } else if (query.has("uploads")) {
      lists.uploads(request);
    } else if (query.text("list-type").equals("2")) {
      lists.objectsV2(request);
    } else {
      lists.objects(request);
    }
  }

  private void object(OssRequest request) throws IOException {
    boolean upload = request.query().has("uploadId");
    boolean copy = request.header(CopySource.HEADER).isPresent();
    if (request.query().has("acl")) {
      buckets.unsupported(request);
    }
    switch (request.method()) {
      case "PUT" -> {
        if (upload && copy) {
          multipart.copyPart(request);
        } else if (upload) {
          multipart.uploadPart(request);
        } else if (copy) {
          copies.copy(request);
        } else {
          objects.put(request);
        }
      }
      case "GET" -> {
        if (upload) {
          multipart.listParts(request);
        } else {
          objects.get(request);
        }
      }
      case "HEAD" -> objects.head(request);
      case "POST" -> {
        if (request.query().has("uploads")) {
          multipart.initiate(request);
        } else if (upload) {
          completes.complete(request);
        } else {
          throw OssErrors.methodNotAllowed("POST", "Object");
        }
      }
      case "DELETE" -> {
        if (upload) {
          multipart.abort(request);
        } else {
          objects.delete(request);
        }
      }
      default -> throw OssErrors.methodNotAllowed(request.method(), "Object");
    }
  }
}
