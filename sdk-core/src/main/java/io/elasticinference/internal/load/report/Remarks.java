package io.elasticinference.internal.load.report;

import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadTotals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says when a limit of the profile decided what a closed loop measured. */
public final class Remarks {
  /** A loop that is held never quite reaches the limit, since it begins with connecting. */
  private static final double HELD = 0.95;

  private Remarks() {}

  /**
   * The remarks on a run.
   *
   * @param profile what was sent
   * @param totals what came of it
   * @param length how long load was sent
   * @return sentences; none for an open loop, which is refused where it asks for more than it may
   */
  public static List<String> of(LoadProfile profile, LoadTotals totals, Duration length) {
    List<String> remarks = new ArrayList<>();
    LoadLimits limits = profile.limits();
    if (!profile.closedLoop() || length.isZero()) {
      return remarks;
    }
    if (totals.offered() >= limits.maxRate() * HELD * (length.toNanos() / 1e9)) {
      remarks.add(
          "Held at the profile's "
              + Numbers.plain(limits.maxRate(), 1)
              + " requests/s: the server may answer more. maxRate(…) allows it.");
    }
    if (totals.offered() >= limits.maxRequests()) {
      remarks.add(
          "Ended by the profile's limit of "
              + Numbers.count(limits.maxRequests())
              + " requests. maxRequests(…) allows more.");
    }
    return remarks;
  }
}
