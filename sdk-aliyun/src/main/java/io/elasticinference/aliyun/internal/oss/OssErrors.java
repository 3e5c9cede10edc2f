package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSException;
import io.elasticinference.ModelUploadException;
import io.elasticinference.aliyun.internal.credentials.NoCredentialsException;
import io.elasticinference.spi.Environment;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what OSS or its client says into what a person can act on. */
final class OssErrors {

  private OssErrors() {}

  /**
   * Translates a failure.
   *
   * @param what what was tried, for example {@code Model store oss://models/a}
   * @param failure what was caught
   */
  static ModelUploadException translate(
      String what, OssLocation location, OssEndpoint endpoint, RuntimeException failure) {
    if (failure instanceof ModelUploadException already) {
      String message = String.valueOf(already.getMessage());
      String observed = message.substring(0, message.length() - already.hint().length()).strip();
      return new ModelUploadException(
          what + ": " + observed, already.hint(), already.retryable(), already.getCause());
    }
    if (failure instanceof NoCredentialsException none) {
      return new ModelUploadException(none.observed(), none.hint(), false, null);
    }
    boolean retryable = OssRetry.passes(failure);
    if (failure instanceof OSSException refusal) {
      return new ModelUploadException(
          what + ": " + observed(refusal, location, endpoint),
          hint(refusal, location, endpoint),
          retryable,
          failure);
    }
    if (failure instanceof InconsistentException) {
      return new ModelUploadException(
          what
              + ": OSS got other bytes than were sent, or told no CRC64 (expected: that of what was"
              + " sent).",
          "Upload again; if it stays, look at what lies between this machine and "
              + endpoint.url()
              + ".",
          retryable,
          failure);
    }
    if (failure instanceof ClientException untrusted
        && "SslException".equals(untrusted.getErrorCode())) {
      return new ModelUploadException(
          what
              + ": the certificate of "
              + endpoint.url()
              + " is not trusted (expected: one by an authority that this Java knows).",
          "Check who answers there; certificates are always verified.",
          false,
          failure);
    }
    if (failure instanceof ClientException client) {
      return new ModelUploadException(
          what
              + ": no answer from "
              + endpoint.url()
              + " ("
              + client.getErrorCode()
              + ") (expected: OSS there).",
          "Check the network, and " + Environment.OSS_ENDPOINT + ".",
          retryable,
          failure);
    }
    if (failure instanceof UncheckedIOException broken) {
      return new ModelUploadException(
          what
              + ": the answer of "
              + endpoint.url()
              + " broke off, "
              + broken.getCause()
              + " (expected: all of it).",
          "Run it again; if it stays, check the network.",
          retryable,
          failure);
    }
    return new ModelUploadException(
        what + ": " + failure + " (expected: success).",
        retryable
            ? "Run it again."
            : "This is not foreseen: report it, with the cause's stack trace.",
        retryable,
        failure);
  }

  /** Whether it was refused because temporary credentials have ended; new ones may be at hand. */
  static boolean expired(Throwable failure) {
    if (!(failure instanceof OSSException refusal)) {
      return false;
    }
    return switch (refusal.getErrorCode()) {
      case "SecurityTokenExpired", "InvalidSecurityToken" -> true;
      // Said of a temporary key that is forgotten already.
      case "InvalidAccessKeyId" -> HttpAnswer.of(refusal).map(HttpAnswer::temporary).orElse(false);
      default -> false;
    };
  }

  private static String observed(OSSException e, OssLocation location, OssEndpoint endpoint) {
    String seen =
        switch (e.getErrorCode()) {
          case "NoSuchBucket" ->
              "there is no bucket '"
                  + location.bucket()
                  + "' at "
                  + endpoint.url()
                  + " (expected: one in "
                  + endpoint.region()
                  + ")";
          case "InvalidAccessKeyId" ->
              "OSS does not know the access key id (expected: one of an account that may use the"
                  + " bucket)";
          case "SignatureDoesNotMatch" ->
              "OSS refuses the signature (expected: one made with the secret of this access key"
                  + " id)";
          case "SecurityTokenExpired", "InvalidSecurityToken" ->
              "OSS refuses the security token as expired or wrong (expected: one that is valid now)";
          case "AccessDenied", "AccessForbidden" ->
              "OSS denies access to bucket '" + location.bucket() + "' (expected: the right to it)";
          case "RequestTimeTooSkewed" ->
              "this machine's clock is wrong: it sent "
                  + times(e)
                  + " by OSS's clock (expected: at most 15 minutes apart)";
          case "NoSuchUpload" ->
              "somebody else ended the multipart upload (expected: this program alone)";
          case "UserDisable" -> "the account is disabled (expected: one in good standing)";
          case "PreconditionFailed" ->
              "the object was changed meanwhile (expected: as it was read)";
          default ->
              "OSS answered "
                  + e.getErrorCode()
                  + HttpAnswer.of(e).map(answer -> ", " + answer.getMessage()).orElse("")
                  + " (expected: success)";
        };
    return seen + ", request " + e.getRequestId() + ".";
  }

  private static String times(OSSException e) {
    String answer = String.valueOf(e.getRawResponseError());
    return element("RequestTime", answer) + " at " + element("ServerTime", answer);
  }

  private static String element(String name, String xml) {
    Matcher found = Pattern.compile("<" + name + ">([0-9TZ:.+-]+)</" + name + ">").matcher(xml);
    return found.find() ? found.group(1) : "an unknown time";
  }

  private static String hint(OSSException e, OssLocation location, OssEndpoint endpoint) {
    return switch (e.getErrorCode()) {
      case "NoSuchBucket" ->
          "Create it, or correct the location or ALIBABA_CLOUD_REGION_ID ("
              + endpoint.region()
              + ").";
      case "InvalidAccessKeyId" -> "Correct ALIBABA_CLOUD_ACCESS_KEY_ID; the key may be deleted.";
      case "SignatureDoesNotMatch" ->
          "Correct ALIBABA_CLOUD_ACCESS_KEY_SECRET, which does not belong to the access key id.";
      case "SecurityTokenExpired", "InvalidSecurityToken" ->
          "Get new temporary credentials, and set ALIBABA_CLOUD_SECURITY_TOKEN with them.";
      case "AccessDenied", "AccessForbidden" ->
          "Allow oss:ListObjects, oss:GetObject, oss:PutObject, oss:ListParts,"
              + " oss:ListMultipartUploads and oss:AbortMultipartUpload, and to delete versions"
              + " oss:DeleteObject, on acs:oss:*:*:"
              + location.bucket()
              + "/* for this user, and check that the bucket lies in "
              + endpoint.region()
              + ".";
      case "RequestTimeTooSkewed" ->
          "Set this machine's clock, to within 15 minutes of the true time; keep it so by NTP.";
      case "NoSuchUpload" ->
          "Upload again, which begins the file anew; check that no lifecycle rule of the bucket"
              + " ends unfinished uploads too early.";
      case "UserDisable" -> "Pay the account's bills.";
      case "PreconditionFailed" -> "Run it again when nobody writes to the version.";
      default -> "Look the code up in the OSS documentation.";
    };
  }
}
