package io.elasticinference.testkit.oss.internal.protocol;

/**
 * The errors of OSS that do not concern authentication, worded as OSS words them.
 *
 * <p>Sources: OSS API reference, "Error responses"; codes of the error centre as the OSS Go SDK's
 * integration tests expect them. An empty EC is one that could not be confirmed.
 */
public final class OssErrors {

  private OssErrors() {}

  public static OssException noSuchBucket(String bucket) {
    return new OssException(
            404, "NoSuchBucket", "The specified bucket does not exist.", "0015-00000101")
        .with("BucketName", bucket);
  }

  public static OssException noSuchKey(String key) {
    return new OssException(404, "NoSuchKey", "The specified key does not exist.", "0026-00000001")
        .with("Key", key);
  }

  public static OssException noSuchUpload(String uploadId) {
    return new OssException(
            404,
            "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may"
                + " have been aborted or completed.",
            "0042-00000002")
        .with("UploadId", uploadId);
  }

  public static OssException bucketNotEmpty(String bucket) {
    return new OssException(
            409,
            "BucketNotEmpty",
            "The bucket has objects. Please delete them first.",
            "0015-00000301")
        .with("BucketName", bucket);
  }

  public static OssException invalidBucketName(String bucket) {
    return new OssException(400, "InvalidBucketName", "The specified bucket is not valid.", "")
        .with("BucketName", bucket);
  }

  public static OssException invalidObjectName(String message, String key) {
    return new OssException(400, "InvalidObjectName", message, "").with("ObjectName", key);
  }

  public static OssException fileAlreadyExists(String key) {
    return new OssException(
            409,
            "FileAlreadyExists",
            "The object you specified already exists and can not be overwritten.",
            "0026-00000016")
        .with("Key", key);
  }

  public static OssException invalidArgument(String name, String value, String message) {
    return new OssException(400, "InvalidArgument", message, "")
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  public static OssException invalidTag(String key, String value) {
    return new OssException(400, "InvalidTag", "The Tag you provided was invalid.", "")
        .with("Key", key)
        .with("Value", value);
  }

  public static OssException objectNotAppendable(String key) {
    return new OssException(409, "ObjectNotAppendable", "The object is not appendable", "")
        .with("ObjectName", key);
  }

  public static OssException positionNotEqualToLength(String key, long length) {
    return new OssException(
            409, "PositionNotEqualToLength", "Position is not equal to file length", "")
        .with("ObjectName", key)
        .with("ObjectLength", Long.toString(length));
  }

  public static OssException malformedXml(String detail) {
    return new OssException(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published"
                + " schema.",
            "")
        .with("ErrorDetail", detail);
  }

  public static OssException invalidDigest(String contentMd5) {
    return new OssException(400, "InvalidDigest", "The Content-MD5 you specified was invalid.", "")
        .with("Content-MD5", contentMd5);
  }

  public static OssException missingContentLength() {
    return new OssException(
        411, "MissingContentLength", "You must provide the Content-Length HTTP header.", "");
  }

  public static OssException entityTooLarge(String message, long size, long most) {
    return new OssException(400, "EntityTooLarge", message, "")
        .with("MaxSizeAllowed", Long.toString(most))
        .with("ProposedSize", Long.toString(size));
  }

  public static OssException entityTooSmall(int part, String etag, long size, long least) {
    return new OssException(
            400,
            "EntityTooSmall",
            "Your proposed upload smaller than the minimum allowed size.",
            "")
        .with("ETag", etag)
        .with("MinSizeAllowed", Long.toString(least))
        .with("ProposedSize", Long.toString(size))
        .with("PartNumber", Integer.toString(part));
  }

  public static OssException invalidPart(int part, String etag, String uploadId) {
    return new OssException(
            400,
            "InvalidPart",
            "One or more of the specified parts could not be found or the specified entity tag"
                + " might not have matched the part's entity tag.",
            "")
        .with("ETag", etag)
        .with("PartNumber", Integer.toString(part))
        .with("UploadId", uploadId);
  }

  public static OssException invalidPartOrder(String message) {
    return new OssException(400, "InvalidPartOrder", message, "");
  }

  public static OssException preconditionFailed(String condition) {
    return new OssException(
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold.",
            "")
        .with("Condition", condition);
  }

  public static OssException notModified() {
    return new OssException(304, "NotModified", "Not Modified", "");
  }

  public static OssException invalidRange(String range, long size) {
    return new OssException(416, "InvalidRange", "The requested range cannot be satisfied.", "")
        .with("ActualObjectSize", Long.toString(size))
        .with("RangeRequested", range);
  }

  public static OssException completeAllWithBody() {
    return new OssException(
        400,
        "InvalidArgument",
        "Should not speficy both complete all header and http body.",
        "0042-00000216");
  }

  public static OssException methodNotAllowed(String method, String resource) {
    return new OssException(
            405,
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
            "")
        .with("Method", method)
        .with("ResourceType", resource);
  }

  /** What OSS can do and this server cannot. */
  public static OssException notImplemented(String what) {
    return new OssException(
            400,
            "NotImplemented",
            "A header you provided implies functionality that is not implemented.",
            "")
        .with("Resource", what);
  }

  /** The streaming form of Amazon S3's SDKs, which OSS refuses in these words. */
  public static OssException awsChunked() {
    return new OssException(
        400,
        "InvalidArgument",
        "aws-chunked encoding is not supported with the specified x-amz-content-sha256 value.",
        "");
  }

  public static OssException requestTimeout() {
    return new OssException(
        400,
        "RequestTimeout",
        "Your socket connection to the server was not read from or written to within the timeout"
            + " period. Idle connections will be closed.",
        "");
  }

  public static OssException internalError() {
    return new OssException(
        500, "InternalError", "We encountered an internal error. Please try again.", "");
  }

  /** An injected status, with a code that clients of OSS know for it. */
  public static OssException injected(int status) {
    String code =
        switch (status) {
          case 403 -> "AccessDenied";
          case 404 -> "NoSuchKey";
          case 429 -> "TooManyRequests";
          case 500 -> "InternalError";
          case 503 -> "ServiceUnavailable";
          default -> "InjectedFault";
        };
    return new OssException(status, code, "An injected fault, status " + status + ".", "");
  }
}
