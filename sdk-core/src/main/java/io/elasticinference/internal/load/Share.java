package io.elasticinference.internal.load;

import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.StopCondition;
import java.util.ArrayList;
import java.util.List;

/**
 * What falls to one of several generators that share a load. Of an open loop's schedule it is every
 * n-th arrival, so that all shares together are the undivided schedule, request for request; of
 * everything else an even part.
 *
 * @param index which one, from 0
 * @param of how many there are
 */
public record Share(int index, int of) {
  /** All of it. */
  public static final Share WHOLE = new Share(0, 1);

  public Share {
    Check.argument(of >= 1, "of", of, ">= 1");
    Check.argument(index >= 0 && index < of, "index", index, "0 to " + (of - 1));
  }

  /** One thread's part of this share. */
  Share within(int thread, int threads) {
    return new Share(index + of * thread, of * threads);
  }

  /** The part of a number of things; all parts add up to it. */
  long part(long total) {
    return total / of + (index < total % of ? 1 : 0);
  }

  /**
   * The profile with its limits, and its connections if it is a closed loop, divided. The phases of
   * an open loop stay whole: the engine takes every n-th arrival of them.
   *
   * @param whole what all send together
   * @return what this one sends
   * @throws IllegalArgumentException when there is less to share than there are generators
   */
  public LoadProfile of(LoadProfile whole) {
    LoadLimits limits = whole.limits();
    LoadProfile divided =
        whole.limits(
            new LoadLimits(
                (int) atLeastOne(limits.maxConnections(), "maxConnections"),
                (int) Math.max(1, part(limits.maxInFlight())),
                limits.maxRate() / of,
                atLeastOne(limits.maxRequests(), "maxRequests")));
    if (!whole.closedLoop()) {
      return divided;
    }
    List<LoadPhase> phases = new ArrayList<>();
    for (LoadPhase phase : whole.phases()) {
      ConnectionsPhase connections = (ConnectionsPhase) phase;
      phases.add(
          new ConnectionsPhase(
              (int) atLeastOne(connections.count(), "connections"), connections.duration()));
    }
    LoadProfile closed =
        LoadProfile.of(phases)
            .limits(divided.limits())
            .stopWhen(divided.stopConditions().toArray(StopCondition[]::new));
    return divided.request().map(closed::request).orElse(closed);
  }

  /**
   * Makes sure that a profile can be divided.
   *
   * @param whole what all send together
   * @param workers how many share it
   * @throws IllegalArgumentException when there is less to share than there are workers
   */
  public static void check(LoadProfile whole, int workers) {
    LoadProfile unused = new Share(workers - 1, workers).of(whole);
  }

  private long atLeastOne(long total, String name) {
    Check.argument(total >= of, name, total, "at least one for each of " + of + " workers");
    return part(total);
  }
}
