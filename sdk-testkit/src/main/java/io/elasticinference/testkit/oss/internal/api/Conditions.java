package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.HttpTime;
import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The conditions that a request puts on the object that it reads, or on the source of a copy. */
final class Conditions {

  private Conditions() {}

  /**
   * Checks {@code If-Match} and its like.
   *
   * @param prefix what the names of the headers begin with, empty or {@code x-oss-copy-source-}
   * @throws io.elasticinference.testkit.oss.internal.protocol.OssException with status 412 or 304
   */
  static void check(OssRequest request, StoredObject object, String prefix) {
    Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
    if (request.header(prefix + "If-Match").map(tag -> !matches(tag, object)).orElse(false)) {
      throw OssErrors.preconditionFailed("If-Match");
    }
    if (time(request, prefix + "If-Unmodified-Since").map(modified::isAfter).orElse(false)) {
      throw OssErrors.preconditionFailed("If-Unmodified-Since");
    }
    boolean sameTag =
        request.header(prefix + "If-None-Match").map(tag -> matches(tag, object)).orElse(false);
    boolean notSince =
        time(request, prefix + "If-Modified-Since")
            .map(since -> !modified.isAfter(since))
            .orElse(false);
    if (sameTag || notSince) {
      throw OssErrors.notModified();
    }
  }

  private static boolean matches(String tag, StoredObject object) {
    return tag.equals("*") || tag.replace("\"", "").equalsIgnoreCase(object.etag());
  }

  private static Optional<Instant> time(OssRequest request, String header) {
    return request.header(header).flatMap(HttpTime::parse);
  }
}
