package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Query;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signature version 1: HMAC-SHA1 over method, digest, type, date, the {@code x-oss-} headers and
 * the resource with its subresources.
 *
 * <p>Source: OSS API reference, "Include signatures in the Authorization header" and "Add
 * signatures to URLs"; the subresources are those that the SDKs sign.
 */
final class SignatureV1 {

  private static final Set<String> SUBRESOURCES =
      Set.of(
          "accessPoint",
          "accessPointPolicy",
          "accessmonitor",
          "acl",
          "append",
          "asyncFetch",
          "bucketArchiveDirectRead",
          "bucketInfo",
          "callback",
          "callback-var",
          "cloudboxes",
          "cname",
          "comp",
          "continuation-token",
          "cors",
          "delete",
          "encryption",
          "endTime",
          "group",
          "httpsConfig",
          "img",
          "inventory",
          "inventoryId",
          "lifecycle",
          "link",
          "live",
          "location",
          "logging",
          "metaQuery",
          "objectInfo",
          "objectMeta",
          "partNumber",
          "policy",
          "policyStatus",
          "position",
          "processConfiguration",
          "publicAccessBlock",
          "qos",
          "qosInfo",
          "qosRequester",
          "redundancyTransition",
          "referer",
          "regionList",
          "replication",
          "replicationLocation",
          "replicationProgress",
          "requestPayment",
          "requesterQosInfo",
          "resourceGroup",
          "resourcePool",
          "resourcePoolBuckets",
          "resourcePoolInfo",
          "response-cache-control",
          "response-content-disposition",
          "response-content-encoding",
          "response-content-language",
          "response-content-type",
          "response-expires",
          "restore",
          "security-token",
          "sequential",
          "startTime",
          "stat",
          "status",
          "style",
          "styleName",
          "symlink",
          "tagging",
          "transferAcceleration",
          "udf",
          "udfApplication",
          "udfApplicationLog",
          "udfImage",
          "udfImageDesc",
          "udfName",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "vod",
          "website",
          "worm",
          "wormExtend",
          "wormId");

  private SignatureV1() {}

  static String sign(String secret, String stringToSign) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(Hmac.sha1(key, stringToSign));
  }

  /**
   * Builds what is signed.
   *
   * @param date the date as sent, or the second at which a URL expires
   */
  static String stringToSign(OssRequest request, String date) {
    return String.join(
            "\n",
            request.method(),
            request.header("Content-MD5").orElse(""),
            request.header("Content-Type").orElse(""),
            date,
            headers(request))
        + resource(request);
  }

  private static String headers(OssRequest request) {
    return request.headers().entrySet().stream()
        .filter(header -> header.getKey().startsWith("x-oss-"))
        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String resource(OssRequest request) {
    String path = request.bucket().isEmpty() ? "/" : "/" + request.bucket() + "/" + request.key();
    List<String> signed =
        request.query().parameters().stream()
            .filter(p -> SUBRESOURCES.contains(p.name()) || p.name().startsWith("x-oss-"))
            .collect(Collectors.toMap(Query.Parameter::name, Query.Parameter::value, (a, b) -> a))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .map(p -> p.getValue().isEmpty() ? p.getKey() : p.getKey() + "=" + p.getValue())
            .toList();
    return Hmac.latin1(signed.isEmpty() ? path : path + "?" + String.join("&", signed));
  }
}
