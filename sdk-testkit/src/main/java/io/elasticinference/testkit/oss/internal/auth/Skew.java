package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.internal.protocol.AuthErrors;
import java.time.Duration;
import java.time.Instant;

/** How far a client's clock may be off: 15 minutes (OSS API reference, "Error responses"). */
final class Skew {

  static final Duration ALLOWED = Duration.ofMinutes(15);

  private Skew() {}

  static void check(Instant sent, Instant now) {
    if (Duration.between(sent, now).abs().compareTo(ALLOWED) > 0) {
      throw AuthErrors.requestTimeTooSkewed(ALLOWED, sent, now);
    }
  }
}
