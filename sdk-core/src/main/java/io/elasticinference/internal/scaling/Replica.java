package io.elasticinference.internal.scaling;

/** One replica: it starts, is ready, drains and is gone. Times are nanoseconds. */
final class Replica {

  final long createdAt;
  final long readyAt;
  int busy;
  boolean draining;

  Replica(long createdAt, long readyAt) {
    this.createdAt = createdAt;
    this.readyAt = readyAt;
  }
}
