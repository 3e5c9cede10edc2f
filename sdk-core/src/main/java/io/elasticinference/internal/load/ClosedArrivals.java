package io.elasticinference.internal.load;

import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import java.util.List;

/**
 * A request comes due when another has ended, so that a fixed number is on its way; not faster than
 * the limit of the rate, and more slowly while no connection can be made.
 */
final class ClosedArrivals implements Arrivals {
  private static final long FIRST_BACKOFF = 10_000_000L;
  private static final long LONGEST_BACKOFF = 1_000_000_000L;

  /** What was missed of the limit's rate may be caught up with for so long. */
  private static final double BURST = 1_000_000;

  private final long[] phaseEnds;
  private final int[] counts;
  private final double nanosPerRequest;
  private long left;
  private int phase;
  private int active;
  private double paced;
  private long notBefore;
  private long backoff = FIRST_BACKOFF;

  ClosedArrivals(List<LoadPhase> phases, LoadLimits limits, int shard, int shards) {
    phaseEnds = new long[phases.size()];
    counts = new int[phases.size()];
    long end = 0;
    for (int i = 0; i < phases.size(); i++) {
      ConnectionsPhase connections = (ConnectionsPhase) phases.get(i);
      end += connections.duration().toNanos();
      phaseEnds[i] = end;
      counts[i] = (int) share(connections.count(), shard, shards);
    }
    nanosPerRequest = shards * 1e9 / limits.maxRate();
    left = share(limits.maxRequests(), shard, shards);
  }

  /** What falls to one of several that share evenly. */
  static long share(long total, int shard, int shards) {
    return total / shards + (shard < total % shards ? 1 : 0);
  }

  @Override
  public long due(long now) {
    while (phase < phaseEnds.length && now >= phaseEnds[phase]) {
      phase++;
    }
    if (phase == phaseEnds.length || left == 0) {
      return END;
    }
    if (active >= counts[phase]) {
      return phase + 1 < phaseEnds.length ? phaseEnds[phase] : NOT_YET;
    }
    return Math.max(notBefore, (long) paced);
  }

  @Override
  public long take(long now) {
    active++;
    left--;
    paced = Math.max(paced, now - Math.max(nanosPerRequest, BURST)) + nanosPerRequest;
    return now;
  }

  @Override
  public void ended(long now, boolean connected) {
    active--;
    if (connected) {
      backoff = FIRST_BACKOFF;
    } else {
      notBefore = now + backoff;
      backoff = Math.min(backoff * 2, LONGEST_BACKOFF);
    }
  }
}
