package io.elasticinference.internal.telemetry;

import io.elasticinference.ElasticInferenceException;
import io.opentelemetry.api.common.Attributes;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a span says of an exception: this SDK's own messages, which hold no secret, and of all
 * others the type alone. What a cloud's client puts into its messages, nobody here can know:
 * refusals of a signature, for one, come with what was signed.
 */
final class ExceptionFacts {

  /** The name of the event that the semantic conventions for exceptions ask for. */
  static final String EVENT = "exception";

  private ExceptionFacts() {}

  /** The message of one of this SDK's exceptions; the type's name of any other. */
  static String message(Throwable failure) {
    return failure instanceof ElasticInferenceException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.getClass().getName();
  }

  static Attributes of(Throwable failure) {
    return Attributes.builder()
        .put("exception.type", failure.getClass().getName())
        .put("exception.message", message(failure))
        .put("exception.stacktrace", trace(failure))
        .build();
  }

  private static String trace(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable one = failure; one != null && seen.add(one); one = one.getCause()) {
      text.append(one == failure ? "" : "Caused by: ").append(one.getClass().getName());
      for (StackTraceElement frame : one.getStackTrace()) {
        text.append("\n\tat ").append(frame);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
