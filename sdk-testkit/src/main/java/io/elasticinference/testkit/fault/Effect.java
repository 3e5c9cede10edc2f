package io.elasticinference.testkit.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an injected fault does to one request. */
sealed interface Effect {

  /** Answers with a status, and with {@code Retry-After} where one is given. */
  record Status(int code, @Nullable Duration retryAfter) implements Effect {}

  /** Holds the request back before it is handled. */
  record Latency(Duration delay) implements Effect {}

  /** Resets the connection without an answer. */
  record Reset() implements Effect {}

  /** Cuts the answer's body after so many bytes and closes the connection. */
  record Truncate(long bytes) implements Effect {}
}
