package io.elasticinference.testkit.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A fault in the making: how often and for which requests is said already, what happens is said
 * last. Immutable; nothing is injected before {@link #status(int)}, {@link #latency(Duration)},
 * {@link #reset()} or {@link #truncate(long)} is called.
 */
public final class FaultRule {

  private final Faults owner;
  private final int times;
  private final Predicate<Request> when;

  FaultRule(Faults owner, int times, Predicate<Request> when) {
    this.owner = owner;
    this.times = times;
    this.when = when;
  }

  /**
   * Narrows the rule to the requests for which the predicate holds; several calls must all hold.
   *
   * @param predicate tells whether a request is struck; called under a lock, so it must be quick
   * @return a rule that is narrower than this one
   */
  public FaultRule when(Predicate<Request> predicate) {
    return new FaultRule(owner, times, when.and(Objects.requireNonNull(predicate, "predicate")));
  }

  /**
   * Answers with a status in place of the real answer; the request is not carried out.
   *
   * @param code an HTTP status from 400 to 599
   * @return the injected fault
   * @throws IllegalArgumentException if the status is none of an error
   */
  public Fault status(int code) {
    return inject(new Effect.Status(errorCode(code), null));
  }

  /**
   * Answers with a status and a {@code Retry-After} header; the request is not carried out.
   *
   * @param code an HTTP status from 400 to 599
   * @param retryAfter how long the client is asked to wait; sent in whole seconds, rounded up
   * @return the injected fault
   * @throws IllegalArgumentException if the status is none of an error or the wait is negative
   */
  public Fault status(int code, Duration retryAfter) {
    return inject(new Effect.Status(errorCode(code), notNegative("retryAfter", retryAfter)));
  }

  /**
   * Holds requests back before they are handled. Several latencies add up, and a request that is
   * late may also be struck by one fault of another kind.
   *
   * @param delay how long
   * @return the injected fault
   * @throws IllegalArgumentException if the delay is negative
   */
  public Fault latency(Duration delay) {
    return inject(new Effect.Latency(notNegative("delay", delay)));
  }

  /**
   * Resets the connection (TCP RST) without an answer; the request is not carried out.
   *
   * @return the injected fault
   */
  public Fault reset() {
    return inject(new Effect.Reset());
  }

  /**
   * Lets the request be carried out, but closes the connection after so many bytes of the answer's
   * body, although the headers promised more. A body that is not longer arrives whole.
   *
   * @param bytes how many bytes of the body still arrive; zero sends the headers only
   * @return the injected fault
   * @throws IllegalArgumentException if the number is negative
   */
  public Fault truncate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
    }
    return inject(new Effect.Truncate(bytes));
  }

  private Fault inject(Effect effect) {
    return owner.add(new Fault(owner, times, when, effect));
  }

  private static int errorCode(int code) {
    if (code < 400 || code > 599) {
      throw new IllegalArgumentException("code: " + code + " (expected: 400..599)");
    }
    return code;
  }

  private static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
    return value;
  }
}
