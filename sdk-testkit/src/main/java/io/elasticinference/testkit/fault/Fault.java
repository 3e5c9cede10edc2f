package io.elasticinference.testkit.fault;

import java.util.function.Predicate;

/** One rule that was handed to a server, and the way to ask how often it struck. Thread-safe. */
public final class Fault {

  private final Faults owner;
  private final Predicate<Request> when;
  private final Effect effect;
  private int remaining;
  private int hits;

  Fault(Faults owner, int times, Predicate<Request> when, Effect effect) {
    this.owner = owner;
    this.remaining = times;
    this.when = when;
    this.effect = effect;
  }

  /**
   * Tells how many requests this fault has struck so far.
   *
   * @return the number of requests, zero if none matched yet
   */
  public int hits() {
    synchronized (owner) {
      return hits;
    }
  }

  /** Takes this fault back; requests that it already holds are not released. */
  public void cancel() {
    owner.remove(this);
  }

  Effect effect() {
    return effect;
  }

  boolean matches(Request request) {
    return remaining > 0 && when.test(request);
  }

  /** Counts one hit; the owner's lock is held. */
  void strike() {
    hits++;
    if (remaining != Faults.FOREVER) {
      remaining--;
    }
  }

  boolean spent() {
    return remaining == 0;
  }
}
