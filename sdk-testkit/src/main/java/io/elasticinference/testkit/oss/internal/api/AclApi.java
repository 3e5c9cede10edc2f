package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Store;
import java.io.IOException;
import java.util.Set;

/**
 * The access control lists of buckets and objects. Everything is private here, so only what keeps
 * it so can be set: anything else is refused, not ignored.
 */
final class AclApi {

  static final String OBJECT_HEADER = "x-oss-object-acl";

  private static final String BUCKET_HEADER = "x-oss-acl";
  private static final String DEFAULT = "default";
  private static final String PRIVATE = "private";
  private static final Set<String> PUBLIC = Set.of("public-read", "public-read-write");

  private final Store store;

  AclApi(Store store) {
    this.store = store;
  }

  void bucket(OssRequest request) {
    store.bucket(request.bucket());
    if (request.method().equals("PUT")) {
      if (checkBucket(request).isEmpty()) {
        throw OssErrors.invalidArgument(BUCKET_HEADER, "", "no acl header is given.");
      }
      Answers.empty(request.exchange(), 200);
    } else {
      answer(request, PRIVATE);
    }
  }

  void object(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    Target.checkKey(request.key());
    if (request.method().equals("PUT")) {
      String wanted = checkObject(request);
      if (wanted.isEmpty()) {
        throw OssErrors.invalidArgument(OBJECT_HEADER, "", "no acl header is given.");
      }
      bucket.updateHeaders(request.key(), headers -> headers.put(OBJECT_HEADER, wanted));
      Answers.empty(request.exchange(), 200);
    } else {
      answer(request, bucket.get(request.key()).headers().getOrDefault(OBJECT_HEADER, DEFAULT));
    }
  }

  /** The list that a request wishes for a bucket, empty if it says nothing of it. */
  static String checkBucket(OssRequest request) {
    String wanted = request.header(BUCKET_HEADER).orElse("");
    return check(BUCKET_HEADER, wanted, wanted.equals(PRIVATE));
  }

  /** The list that a request wishes for an object, empty if it says nothing of it. */
  static String checkObject(OssRequest request) {
    String wanted = request.header(OBJECT_HEADER).orElse("");
    return check(OBJECT_HEADER, wanted, wanted.equals(PRIVATE) || wanted.equals(DEFAULT));
  }

  private static String check(String header, String wanted, boolean served) {
    if (PUBLIC.contains(wanted)) {
      throw OssErrors.notImplemented(header + ": " + wanted);
    }
    if (!wanted.isEmpty() && !served) {
      throw OssErrors.invalidArgument(header, wanted, "The acl is invalid.");
    }
    return wanted;
  }

  private static void answer(OssRequest request, String grant) {
    Answers.xml(
        request.exchange(),
        Owner.write(Xml.document("AccessControlPolicy"))
            .open("AccessControlList")
            .element("Grant", grant));
  }
}
