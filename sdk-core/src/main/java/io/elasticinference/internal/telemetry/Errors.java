package io.elasticinference.internal.telemetry;

import io.elasticinference.telemetry.Work;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says in a word what went wrong: one of few, and never a message. */
final class Errors {

  private Errors() {}

  /** The HTTP status, or the failure's simple class name; null where nothing went wrong. */
  static @Nullable String word(Work work, int status, @Nullable Throwable failure) {
    return of(work, status, failure, Class::getSimpleName);
  }

  /** The HTTP status, or the failure's full class name; null where nothing went wrong. */
  static @Nullable String type(Work work, int status, @Nullable Throwable failure) {
    return of(work, status, failure, Class::getName);
  }

  private static @Nullable String of(
      Work work, int status, @Nullable Throwable failure, Function<Class<?>, String> name) {
    if (work instanceof Work.ApiCall call && call.failedBy(status)) {
      return Integer.toString(status);
    }
    return failure == null ? null : name.apply(failure.getClass());
  }
}
