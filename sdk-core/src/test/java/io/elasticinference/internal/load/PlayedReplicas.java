package io.elasticinference.internal.load;

import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.ConstantPhase;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Replicas that share one line of waiting requests, played without a clock: each serves one request
 * at a time. A run begins with an empty line.
 */
final class PlayedReplicas implements CapacityProbe {
  int replicas = 1;
  double failing;
  Runnable onRun = () -> {};
  final LongSupplier serviceNanos;

  PlayedReplicas(LongSupplier serviceNanos) {
    this.serviceNanos = serviceNanos;
  }

  int replicas() {
    return replicas;
  }

  @Override
  public void run(LoadProfile profile, Watcher watcher) {
    onRun.run();
    new Played(profile).run(watcher);
  }

  /** One run; times are nanoseconds. */
  private final class Played {
    private final LoadPhase phase;
    private final PriorityQueue<Long> free = new PriorityQueue<>();
    private final PriorityQueue<long[]> ends =
        new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
    private final Histogram latency = Latencies.histogram();
    private final int maxInFlight;
    private long count;
    private double owed;

    Played(LoadProfile profile) {
      this.phase = profile.phases().get(0);
      this.maxInFlight = profile.limits().maxInFlight();
      for (int i = 0; i < replicas; i++) {
        free.add(0L);
      }
      if (phase instanceof ConnectionsPhase closed) {
        for (int i = 0; i < closed.count(); i++) {
          arrive(0);
        }
      }
    }

    /** Puts a request in line, and answers whether it found room. */
    private boolean arrive(long at) {
      long begin = Math.max(at, free.remove());
      long end = begin + serviceNanos.getAsLong();
      free.add(end);
      ends.add(new long[] {end, at});
      return true;
    }

    void run(Watcher watcher) {
      long seconds = phase.duration().toSeconds();
      for (int second = 0; second < seconds; second++) {
        if (!watcher.goesOn(sample(second), latency)) {
          return;
        }
      }
    }

    private LoadSample sample(int second) {
      long end = (second + 1) * 1_000_000_000L;
      latency.reset();
      long offered = 0;
      long dropped = 0;
      long ok = 0;
      long failed = 0;
      if (phase instanceof ConstantPhase open) {
        for (long at = next(open); at < end; at = next(open)) {
          offered++;
          long now = at;
          long waiting = ends.stream().filter(e -> e[0] > now).count();
          if (waiting >= maxInFlight) {
            dropped++;
          } else {
            arrive(at);
          }
          count++;
        }
      }
      while (!ends.isEmpty() && ends.peek()[0] <= end) {
        long[] done = ends.remove();
        owed += failing;
        if (owed >= 1) {
          owed--;
          failed++;
        } else {
          ok++;
          latency.recordValue(done[0] - done[1]);
        }
        if (phase instanceof ConnectionsPhase) {
          arrive(done[0]);
          offered++;
        }
      }
      return new LoadSample(
          second,
          Instant.EPOCH.plusSeconds(second),
          offered,
          offered - dropped,
          ok,
          failed,
          dropped,
          0,
          ends.size(),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);
    }

    private long next(ConstantPhase open) {
      return (long) (count * 1e9 / open.requestsPerSecond());
    }
  }
}
