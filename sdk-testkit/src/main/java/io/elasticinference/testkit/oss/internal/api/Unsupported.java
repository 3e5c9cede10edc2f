package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Query;
import java.util.List;
import java.util.Set;

/**
 * Refuses what OSS can do and this server cannot, so that no client takes an answer to another
 * question for its own. OSS itself ignores parameters that it does not know; here those with a
 * value are ignored, but a name alone stands for an operation.
 */
final class Unsupported {

  private static final Set<String> SERVED =
      Set.of(
          "acl",
          "append",
          "bucketInfo",
          "delete",
          "location",
          "objectMeta",
          "sequential",
          "stat",
          "tagging",
          "uploads",
          "versioning");

  /** Parameters with a value that would change what is done. */
  private static final Set<String> REFUSED =
      Set.of(
          "accessPoint",
          "callback",
          "comp",
          "inventoryId",
          "metaQuery",
          "style",
          "styleName",
          "versionId",
          "vod",
          "wormId",
          "x-oss-async-process",
          "x-oss-process");

  private static final List<String> REFUSED_HEADERS =
      List.of(
          "x-oss-callback",
          "x-oss-server-side-encryption",
          "x-oss-server-side-data-encryption",
          "x-oss-server-side-encryption-key-id");

  private Unsupported() {}

  /** Tells whether a parameter names an operation that this server has. */
  static boolean isSubresource(String name) {
    return SERVED.contains(name) && !name.equals("sequential");
  }

  static void refuse(OssRequest request) {
    for (Query.Parameter parameter : request.query().parameters()) {
      if (REFUSED.contains(parameter.name())
          || (parameter.value().isEmpty() && operation(request, parameter.name()))) {
        throw OssErrors.notImplemented(parameter.name());
      }
    }
    for (String header : REFUSED_HEADERS) {
      if (request.header(header).isPresent()) {
        throw OssErrors.notImplemented(header);
      }
    }
    if (request.header("Content-Encoding").orElse("").contains("aws-chunked")) {
      throw OssErrors.awsChunked();
    }
  }

  /** Parameters of listings and signatures may be empty, and change nothing then. */
  private static boolean operation(OssRequest request, String name) {
    boolean elsewhere =
        name.contains("-")
            || name.equals("prefix")
            || name.equals("delimiter")
            || name.equals("marker")
            || name.equals("uploadId")
            || name.equals("partNumber")
            || name.equals("position");
    return !elsewhere && (!SERVED.contains(name) || request.bucket().isEmpty());
  }
}
