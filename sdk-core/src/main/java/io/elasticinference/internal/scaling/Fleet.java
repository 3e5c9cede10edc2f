package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.ReplicaChange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The replicas that there are. As a ReplicaSet does, it takes away those first that are not ready,
 * then those that have been ready for the shortest time. What they cost and could have served is
 * counted up to the horizon.
 */
final class Fleet {

  private final int concurrency;
  private final long startup;
  private final long horizon;
  private final Deque<Replica> starting = new ArrayDeque<>();
  private final List<Replica> ready = new ArrayList<>();
  private final List<ReplicaChange> wantedChanges = new ArrayList<>();
  private final List<ReplicaChange> readyChanges = new ArrayList<>();
  private int freeSlots;
  private double paidNanos;
  private double readyNanos;
  private int peak;

  Fleet(int replicas, int concurrency, long startup, long horizon) {
    this.concurrency = concurrency;
    this.startup = startup;
    this.horizon = horizon;
    for (int i = 0; i < replicas; i++) {
      ready.add(new Replica(0, 0));
    }
    freeSlots = replicas * concurrency;
    note(0, wantedChanges, replicas);
    note(0, readyChanges, replicas);
    peak = replicas;
  }

  /** The replicas that were asked for: ready or starting, but not draining. */
  int size() {
    return ready.size() + starting.size();
  }

  /** When the next replica becomes ready; the far future where none is starting. */
  long nextReady() {
    Replica next = starting.peekFirst();
    return next == null ? Long.MAX_VALUE : next.readyAt;
  }

  /** Takes the next starting replica into service. */
  void becomeReady(long now) {
    ready.add(starting.removeFirst());
    freeSlots += concurrency;
    note(now, readyChanges, ready.size());
  }

  /** The ready replica with the fewest requests, if one has a free slot. */
  @Nullable Replica free() {
    if (freeSlots == 0) {
      return null;
    }
    Replica best = ready.get(0);
    for (int i = 1; i < ready.size() && best.busy > 0; i++) {
      Replica replica = ready.get(i);
      best = replica.busy < best.busy ? replica : best;
    }
    return best;
  }

  void begin(Replica replica) {
    replica.busy++;
    freeSlots--;
  }

  void end(long now, Replica replica) {
    replica.busy--;
    if (!replica.draining) {
      freeSlots++;
    } else if (replica.busy == 0) {
      gone(now, replica);
    }
  }

  /** Sets the replicas; gives those that are still at work and have to end now. */
  List<Replica> scaleTo(long now, int replicas) {
    List<Replica> draining = new ArrayList<>();
    while (size() < replicas) {
      starting.addLast(new Replica(now, now + startup));
    }
    while (size() > replicas && !starting.isEmpty()) {
      gone(now, starting.removeLast());
    }
    while (size() > replicas) {
      Replica replica = ready.remove(ready.size() - 1);
      replica.draining = true;
      freeSlots -= concurrency - replica.busy;
      if (replica.busy == 0) {
        gone(now, replica);
      } else {
        draining.add(replica);
      }
    }
    note(now, wantedChanges, size());
    note(now, readyChanges, ready.size());
    peak = Math.max(peak, size());
    return draining;
  }

  private void gone(long now, Replica replica) {
    paidNanos += clip(now) - clip(replica.createdAt);
    readyNanos += Math.max(0, clip(now) - clip(replica.readyAt));
  }

  /** Counts what still runs at the end, once. */
  void close() {
    for (Replica replica : ready) {
      gone(horizon, replica);
    }
    for (Replica replica : starting) {
      gone(horizon, replica);
    }
  }

  private long clip(long time) {
    return Math.min(time, horizon);
  }

  private static void note(long now, List<ReplicaChange> changes, int replicas) {
    int last = changes.size() - 1;
    Duration at = Duration.ofNanos(now);
    if (last >= 0 && changes.get(last).at().equals(at)) {
      changes.remove(last--);
    }
    if (last < 0 || changes.get(last).replicas() != replicas) {
      changes.add(new ReplicaChange(at, replicas));
    }
  }

  List<ReplicaChange> wantedChanges() {
    return wantedChanges;
  }

  List<ReplicaChange> readyChanges() {
    return readyChanges;
  }

  double paidNanos() {
    return paidNanos;
  }

  double readyNanos() {
    return readyNanos;
  }

  int peak() {
    return peak;
  }
}
