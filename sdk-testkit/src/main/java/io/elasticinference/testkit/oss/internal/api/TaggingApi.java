package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Store;
import java.io.IOException;

/** PutObjectTagging, GetObjectTagging and DeleteObjectTagging. */
final class TaggingApi {

  private final Store store;

  TaggingApi(Store store) {
    this.store = store;
  }

  void handle(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    switch (request.method()) {
      case "GET" -> {
        String stored = bucket.get(request.key()).headers().getOrDefault(Tags.HEADER, "");
        Answers.xml(request.exchange(), Tags.ofHeader(stored).document());
      }
      case "PUT" -> {
        Tags tags = Tags.ofDocument(RequestBody.bytes(request.exchange()));
        bucket.updateHeaders(request.key(), headers -> headers.put(Tags.HEADER, tags.header()));
        Answers.empty(request.exchange(), 200);
      }
      case "DELETE" -> {
        bucket.updateHeaders(request.key(), headers -> headers.remove(Tags.HEADER));
        Answers.empty(request.exchange(), 204);
      }
      default -> throw OssErrors.methodNotAllowed(request.method(), "Tagging");
    }
  }
}
