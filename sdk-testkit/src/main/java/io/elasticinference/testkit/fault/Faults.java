package io.elasticinference.testkit.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults of one server part, in the order in which they were injected. Thread-safe.
 *
 * <pre>{@code
 * oss.faults().next(3).status(503);
 * oss.faults().next(1).when(r -> r.method().equals("PUT")).reset();
 * oss.faults().always().latency(Duration.ofMillis(200));
 * oss.faults().clear();
 * }</pre>
 *
 * <p>Each request is struck by every latency that matches it, and by the first matching fault of
 * another kind.
 */
public final class Faults {

  static final int FOREVER = Integer.MAX_VALUE;

  private final List<Fault> faults = new ArrayList<>();

  /** Creates a set of faults that is empty: every request is served as usual. */
  public Faults() {}

  /**
   * Begins a fault that strikes the next matching requests and is spent then.
   *
   * @param times how many requests
   * @return the rule to complete
   * @throws IllegalArgumentException if the number is less than one
   */
  public FaultRule next(int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times: " + times + " (expected: >= 1)");
    }
    return new FaultRule(this, times, request -> true);
  }

  /**
   * Begins a fault that strikes every matching request until it is cancelled or cleared.
   *
   * @return the rule to complete
   */
  public FaultRule always() {
    return new FaultRule(this, FOREVER, request -> true);
  }

  /**
   * Answers every request with a status: {@code always().status(code)}.
   *
   * @param code an HTTP status from 400 to 599
   * @return the injected fault
   * @throws IllegalArgumentException if the status is none of an error
   */
  public Fault status(int code) {
    return always().status(code);
  }

  /**
   * Answers every request with a status and {@code Retry-After}: {@code always().status(code,
   * retryAfter)}.
   *
   * @param code an HTTP status from 400 to 599
   * @param retryAfter how long the client is asked to wait; sent in whole seconds, rounded up
   * @return the injected fault
   * @throws IllegalArgumentException if the status is none of an error or the wait is negative
   */
  public Fault status(int code, Duration retryAfter) {
    return always().status(code, retryAfter);
  }

  /**
   * Holds every request back: {@code always().latency(delay)}.
   *
   * @param delay how long
   * @return the injected fault
   * @throws IllegalArgumentException if the delay is negative
   */
  public Fault latency(Duration delay) {
    return always().latency(delay);
  }

  /**
   * Resets every connection: {@code always().reset()}.
   *
   * @return the injected fault
   */
  public Fault reset() {
    return always().reset();
  }

  /**
   * Cuts every answer: {@code always().truncate(bytes)}.
   *
   * @param bytes how many bytes of the body still arrive
   * @return the injected fault
   * @throws IllegalArgumentException if the number is negative
   */
  public Fault truncate(long bytes) {
    return always().truncate(bytes);
  }

  /** Takes all faults back; requests that are held already stay held for their time. */
  public synchronized void clear() {
    faults.clear();
  }

  synchronized Fault add(Fault fault) {
    faults.add(fault);
    return fault;
  }

  synchronized void remove(Fault fault) {
    faults.remove(fault);
  }

  /** Decides what happens to a request, and counts it against the faults that strike it. */
  synchronized Verdict strike(Request request) {
    Duration delay = Duration.ZERO;
    Effect decisive = null;
    for (Fault fault : List.copyOf(faults)) {
      boolean latency = fault.effect() instanceof Effect.Latency;
      if ((!latency && decisive != null) || !fault.matches(request)) {
        continue;
      }
      fault.strike();
      if (fault.spent()) {
        faults.remove(fault);
      }
      if (fault.effect() instanceof Effect.Latency late) {
        delay = delay.plus(late.delay());
      } else {
        decisive = fault.effect();
      }
    }
    return new Verdict(delay, decisive);
  }
}
