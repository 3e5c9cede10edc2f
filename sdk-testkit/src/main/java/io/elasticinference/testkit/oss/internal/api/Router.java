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

  private final BucketApi buckets;
  private final ListApi lists;
  private final DeleteApi deletes;
  private final ObjectApi objects;
  private final CopyApi copies;
  private final MultipartApi multipart;
  private final CompleteApi completes;
  private final AppendApi appends;
  private final AclApi acls;
  private final TaggingApi tags;

  Router(Store store, String region, Clock clock) {
    this.buckets = new BucketApi(store, region, clock);
    this.lists = new ListApi(store);
    this.deletes = new DeleteApi(store);
    this.objects = new ObjectApi(store, clock);
    this.copies = new CopyApi(store, clock);
    this.multipart = new MultipartApi(store, clock);
    this.completes = new CompleteApi(store, clock);
    this.appends = new AppendApi(store, clock);
    this.acls = new AclApi(store);
    this.tags = new TaggingApi(store);
  }

  void route(OssRequest request) throws IOException {
    Unsupported.refuse(request);
    if (request.bucket().isEmpty()) {
      service(request);
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
    Query query = request.query();
    switch (request.method()) {
      case "GET" -> readBucket(request);
      case "PUT" -> {
        if (query.has("acl")) {
          acls.bucket(request);
        } else {
          only(request, Set.of());
          buckets.put(request);
        }
      }
      case "DELETE" -> {
        only(request, Set.of());
        buckets.delete(request);
      }
      case "POST" -> {
        if (!query.has("delete")) {
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
      acls.bucket(request);
    } else if (query.has("versioning")) {
      buckets.versioning(request);
    } else if (query.has("uploads")) {
      lists.uploads(request);
    } else {
      only(request, Set.of());
      if (query.text("list-type").equals("2")) {
        lists.objectsV2(request);
      } else {
        lists.objects(request);
      }
    }
  }

  private void object(OssRequest request) throws IOException {
    Query query = request.query();
    if (query.has("tagging")) {
      tags.handle(request);
      return;
    }
    boolean upload = query.has("uploadId");
    switch (request.method()) {
      case "PUT" -> write(request, upload);
      case "GET" -> {
        if (query.has("acl")) {
          acls.object(request);
        } else if (upload) {
          multipart.listParts(request);
        } else {
          only(request, Set.of());
          objects.get(request);
        }
      }
      case "HEAD" -> {
        only(request, Set.of("objectMeta"));
        objects.head(request);
      }
      case "POST" -> post(request, upload);
      case "DELETE" -> {
        if (upload) {
          multipart.abort(request);
        } else {
          only(request, Set.of());
          objects.delete(request);
        }
      }
      default -> throw OssErrors.methodNotAllowed(request.method(), "Object");
    }
  }

  private void write(OssRequest request, boolean upload) throws IOException {
    boolean copy = request.header(CopySource.HEADER).isPresent();
    if (request.query().has("acl")) {
      acls.object(request);
    } else if (upload && copy) {
      multipart.copyPart(request);
    } else if (upload) {
      multipart.uploadPart(request);
    } else if (copy) {
      copies.copy(request);
    } else {
      only(request, Set.of());
      objects.put(request);
    }
  }

  private void post(OssRequest request, boolean upload) throws IOException {
    if (request.query().has("uploads")) {
      multipart.initiate(request);
    } else if (upload) {
      completes.complete(request);
    } else if (request.query().has("append")) {
      appends.append(request);
    } else {
      throw OssErrors.methodNotAllowed("POST", "Object");
    }
  }

  /** Refuses a subresource that this server has, but not with this method or not here. */
  private static void only(OssRequest request, Set<String> served) {
    for (Query.Parameter parameter : request.query().parameters()) {
      if (Unsupported.isSubresource(parameter.name()) && !served.contains(parameter.name())) {
        throw OssErrors.methodNotAllowed(request.method(), parameter.name());
      }
    }
  }
}
