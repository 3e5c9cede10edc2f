package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.internal.protocol.AuthErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import java.time.Clock;

/** Lets a request in, or says as OSS does why it does not. Thread-safe. */
public final class Authenticator {

  private final V1Check v1;
  private final V4Check v4;

  /**
   * Makes an authenticator.
   *
   * @param region the region that signatures of version 4 must name
   */
  public Authenticator(Credentials credentials, String region, Clock clock) {
    this.v1 = new V1Check(credentials, clock);
    this.v4 = new V4Check(credentials, region, clock);
  }

  /**
   * Checks a request's signature and whether its sender may do this.
   *
   * @throws io.elasticinference.testkit.oss.internal.protocol.OssException if it is not let in
   */
  public void check(OssRequest request) {
    OssCredential credential = authenticate(request);
    boolean writes = !request.method().equals("GET") && !request.method().equals("HEAD");
    if (writes && !credential.mayWrite()) {
      throw request.key().isEmpty()
          ? AuthErrors.accessDenied("AccessDenied", "")
          : AuthErrors.accessDenied(
              "You have no right to access this object because of bucket acl.", "0003-00000001");
    }
  }

  private OssCredential authenticate(OssRequest request) {
    String authorization = request.header("Authorization").orElse("");
    if (authorization.startsWith("OSS4-HMAC-SHA256 ")) {
      return v4.header(request, authorization);
    }
    if (authorization.startsWith("OSS ")) {
      return v1.header(request, authorization);
    }
    if (!authorization.isEmpty()) {
      throw AuthErrors.invalidAuthorization("Authorization header is invalid.", "");
    }
    if (request.query().has("x-oss-signature-version") || request.query().has("x-oss-signature")) {
      return v4.query(request);
    }
    if (request.query().has("OSSAccessKeyId") || request.query().has("Signature")) {
      return v1.query(request);
    }
    throw AuthErrors.anonymous(!request.key().isEmpty());
  }
}
