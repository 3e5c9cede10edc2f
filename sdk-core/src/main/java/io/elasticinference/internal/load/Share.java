package io.elasticinference.internal.load;

import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What falls to one of several generators that share a load. Of an open loop's even schedule it is
 * every n-th arrival, so that all shares together are the undivided schedule, request for request;
 * of random arrivals those of its own seed at an n-th of the rate; of everything else an even part.
 *
 * @param index which one, from 0
 * @param of how many there are
 */
public record Share(int index, int of) {
  /** All of it. */
  public static final Share WHOLE = new Share(0, 1);

  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  public Share {
    Check.argument(of >= 1, "of", of, ">= 1");
    Check.argument(index >= 0 && index < of, "index", index, "0 to " + (of - 1));
  }

  /** One thread's part of this share. */
  Share within(Share thread) {
    return new Share(index + of * thread.index, of * thread.of);
  }

  /**
   * This one's own seed, so that what it does by chance is independent of what the others do. Near
   * seeds of {@link java.util.Random} begin alike, so they are mixed (Steele, Lea, Flood: Fast
   * Splittable Pseudorandom Number Generators, 2014, function mix64).
   *
   * @param whole the seed of the load
   * @return the same seed where there is one generator only
   */
  public long seed(long whole) {
    if (of == 1) {
      return whole;
    }
    long mixed = whole + (index + 1) * GOLDEN_RATIO;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** Where this one begins among things that all take in turn, far from where the others do. */
  int first(int things) {
    return (int) ((long) index * things / of);
  }

  /** The part of a number of things; all parts add up to it. */
  long part(long total) {
    return total / of + (index < total % of ? 1 : 0);
  }

  /**
   * The profile with its limits, and its connections if it is a closed loop, divided, and the
   * bodies that this one's own seed makes of a template. The phases of an open loop stay whole: the
   * engine takes its share of their arrivals.
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
    if (divided.request().isPresent()) {
      divided = divided.request(own(divided.request().get()));
    }
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
    return divided.phases(phases);
  }

  private LoadRequest own(LoadRequest request) {
    return of == 1
        ? request
        : request
            .template()
            .map(form -> request.bodies(form.seed(seed(form.seed())).bodies(request.bodyCount())))
            .orElse(request);
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
