package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Work;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Which request is sent, for whoever hears of it.
 *
 * @param operation which kind
 * @param bucket the bucket that it is about
 * @param key the object that it is about; empty for the bucket itself
 */
record OssCall(Operation operation, String bucket, String key) {

  /** What OSS is called in telemetry. */
  static final String API = "oss";

  /** The operations that this SDK uses, by the names that OSS's API reference gives them. */
  enum Operation {
    LIST_OBJECTS("ListObjectsV2", "GET", "?list-type=2", 200),
    HEAD_OBJECT("HeadObject", "HEAD", "", 200),
    GET_OBJECT("GetObject", "GET", "", 200),
    GET_OBJECT_RANGE("GetObject", "GET", "", 206),
    PUT_OBJECT("PutObject", "PUT", "", 200),
    DELETE_OBJECTS("DeleteMultipleObjects", "POST", "?delete", 200),
    BEGIN_UPLOAD("InitiateMultipartUpload", "POST", "?uploads", 200),
    UPLOAD_PART("UploadPart", "PUT", "?partNumber={partNumber}&uploadId={uploadId}", 200),
    COMPLETE_UPLOAD("CompleteMultipartUpload", "POST", "?uploadId={uploadId}", 200),
    ABORT_UPLOAD("AbortMultipartUpload", "DELETE", "?uploadId={uploadId}", 204),
    LIST_PARTS("ListParts", "GET", "?uploadId={uploadId}", 200),
    LIST_UPLOADS("ListMultipartUploads", "GET", "?uploads", 200);

    private final String name;
    private final String method;
    private final String query;
    private final int success;

    Operation(String name, String method, String query, int success) {
      this.name = name;
      this.method = method;
      this.query = query;
      this.success = success;
    }

    /** The status of a good answer, which the client keeps to itself. */
    int success() {
      return success;
    }
  }

  /** The operation's name. */
  String name() {
    return operation.name;
  }

  /** Describes one try. */
  Work.ApiCall work(OssEndpoint endpoint, int resend, Subject subject) {
    boolean ofObject = !key.isEmpty();
    String template =
        (endpoint.pathStyle() ? "/{bucket}/" : "/") + (ofObject ? "{key}" : "") + operation.query;
    return new Work.ApiCall(
        API, operation.name, operation.method, url(endpoint), template, resend, subject);
  }

  /** Without its query, which may be signed. */
  private URI url(OssEndpoint endpoint) {
    URI server = endpoint.url();
    boolean byPath = endpoint.pathStyle();
    try {
      return new URI(
          server.getScheme(),
          null,
          byPath ? server.getHost() : bucket + "." + server.getHost(),
          server.getPort(),
          "/" + (byPath ? bucket + "/" : "") + key,
          null,
          null);
    } catch (URISyntaxException e) {
      return server;
    }
  }
}
