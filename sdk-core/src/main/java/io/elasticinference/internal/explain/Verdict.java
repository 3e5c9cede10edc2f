package io.elasticinference.internal.explain;

import io.elasticinference.ScalingCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a judge found.
 *
 * @param cause why
 * @param sentence why, for people
 * @param hint what to do; empty where nothing needs to be done
 * @param certain whether all of it was seen
 * @param until when a window lets go; null where none does
 */
record Verdict(
    ScalingCause cause, String sentence, String hint, boolean certain, @Nullable Instant until) {

  static Verdict of(ScalingCause cause, String sentence, String hint) {
    return new Verdict(cause, sentence, hint, true, null);
  }
}
