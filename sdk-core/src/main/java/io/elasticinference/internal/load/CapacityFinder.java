package io.elasticinference.internal.load;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacitySearch;
import io.elasticinference.load.CapacityWindow;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.HdrHistogram.AbstractHistogram;

/**
 * Searches the highest rate within a promise. A closed loop whose connections double until nothing
 * more comes of it gives the saturation, which no rate can be above; then open loops halve the
 * distance between a rate that kept the promise and one that did not.
 */
public final class CapacityFinder {
  /** How many windows in a row must agree, and how closely. */
  private static final int STABLE_WINDOWS = 3;

  private static final double STABLE = 0.1;

  /** Windows that one rate gets to become stable. */
  private static final int MOST_WINDOWS = 12;

  /** What twice the connections must bring to be worth it. */
  private static final double WORTH = 1.05;

  private static final int MOST_CONNECTIONS = 256;

  /** The first rate tried, just below what the closed loop answered. */
  private static final double NEAR_SATURATION = 0.99;

  /** How close the rate that kept the promise and the one that did not must come. */
  private static final double CLOSE = 1.01;

  /** Below this share of the saturation, a promise counts as one that no rate keeps. */
  private static final double LEAST_SHARE = 0.02;

  /** Student's t for 95 % between both sides and two degrees of freedom. */
  private static final double STUDENT_T = 4.303;

  private static final int MOST_RESTARTS = 20;

  private final CapacitySearch search;
  private final IntSupplier replicas;
  private final CapacityProbe probe;
  private final WindowGauge gauge;
  private final List<String> remarks = new ArrayList<>();
  private int restarts;

  /**
   * Makes one.
   *
   * @param search what to find
   * @param replicas how many answer now
   * @param probe runs profiles
   */
  public CapacityFinder(CapacitySearch search, IntSupplier replicas, CapacityProbe probe) {
    this.search = search;
    this.replicas = replicas;
    this.probe = probe;
    this.gauge = new WindowGauge(search.slo(), (int) search.window().toSeconds());
  }

  /**
   * Searches.
   *
   * @return what was found
   * @throws InterruptedException when the thread was interrupted; nothing is sent any more then
   */
  public CapacityFound find() throws InterruptedException {
    List<CapacityWindow> saturated = saturate();
    double[] served = saturated.stream().mapToDouble(CapacityWindow::servedByOne).toArray();
    double saturation = Arrays.stream(served).average().orElseThrow();
    double low = 0;
    double high = saturation;
    double next = saturation * NEAR_SATURATION;
    while (high > low * CLOSE && high > saturation * LEAST_SHARE) {
      if (keeps(next)) {
        low = next;
      } else {
        high = next;
      }
      next = (low + high) / 2;
    }
    return new CapacityFound(
        search.slo(),
        low,
        high,
        saturation,
        STUDENT_T * deviation(served, saturation) / Math.sqrt(served.length),
        saturated.get(saturated.size() - 1).replicas(),
        gauge.windows(),
        remarks);
  }

  private static double deviation(double[] values, double mean) {
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }

  /** The windows at the most that the replicas answer, however many wait for it. */
  private List<CapacityWindow> saturate() throws InterruptedException {
    double best = 0;
    for (int each = 1; ; each *= 2) {
      CapacityWindow window = last(closed(each, windows -> windows.size() == 1));
      double rate = window.servedByOne();
      boolean most = each * Math.max(1, window.replicas()) >= MOST_CONNECTIONS;
      if (rate < best * WORTH || most || window.failureRatio() > search.slo().maxFailureRatio()) {
        return stable(window.failureRatio() > search.slo().maxFailureRatio() ? each / 2 : each);
      }
      best = rate;
    }
  }

  private List<CapacityWindow> stable(int each) throws InterruptedException {
    if (each == 0) {
      throw new ElasticInferenceException(
          "Capacity: more requests fail with a single connection than the promise allows (expected: at"
              + " most "
              + search.slo().maxFailureRatio()
              + " of them).",
          "See what they fail of: the report of a stressTest(…) with a low rate says it.",
          true,
          null);
    }
    List<CapacityWindow> windows = closed(each, seen -> agree(seen) || seen.size() == MOST_WINDOWS);
    List<CapacityWindow> last = tail(windows);
    if (!agree(windows)) {
      remarks.add("It never became stable: the last windows differ by more than 10 %.");
    }
    double total = last(windows).served();
    if (total >= search.maxRate() * NEAR_SATURATION) {
      remarks.add("It was held at " + search.maxRate() + " requests/s; maxRate(…) allows more.");
    }
    return last;
  }

  private List<CapacityWindow> closed(int each, Predicate<List<CapacityWindow>> enough)
      throws InterruptedException {
    return windows(
        count ->
            bounded(LoadProfile.connections(Math.min(MOST_CONNECTIONS, each * Math.max(1, count)))),
        enough);
  }

  /** Whether the promise is kept at a rate of each replica. */
  private boolean keeps(double rate) throws InterruptedException {
    List<CapacityWindow> windows =
        windows(
            count -> open(rate * Math.max(1, count)),
            seen -> broken(seen) || (kept(seen) && agree(seen)) || seen.size() == MOST_WINDOWS);
    return !broken(windows) && kept(windows);
  }

  private LoadProfile open(double total) {
    // What waits is bounded, so that a rate that is too high does not weigh on the next one.
    double waiting = total * (4 * search.slo().latency().toNanos() / 1e9 + 2);
    LoadProfile even =
        bounded(LoadProfile.constant(Math.min(total, search.maxRate())))
            .maxInFlight((int) Math.min(1_000_000, Math.ceil(waiting) + 100));
    OptionalLong seed = search.poissonSeed();
    return seed.isPresent() ? even.poisson(seed.getAsLong()) : even;
  }

  private LoadProfile bounded(LoadProfile profile) {
    LoadProfile limited =
        profile
            .during(search.window().multipliedBy(MOST_WINDOWS + 2L))
            .maxRate(search.maxRate())
            .maxRequests(Long.MAX_VALUE)
            .stopWhen();
    return search.request().map(limited::request).orElse(limited);
  }

  private static boolean broken(List<CapacityWindow> windows) {
    int n = windows.size();
    return n >= 2 && !windows.get(n - 1).kept() && !windows.get(n - 2).kept();
  }

  private static boolean kept(List<CapacityWindow> windows) {
    return windows.size() >= STABLE_WINDOWS
        && tail(windows).stream().allMatch(CapacityWindow::kept);
  }

  private static boolean agree(List<CapacityWindow> windows) {
    if (windows.size() < STABLE_WINDOWS) {
      return false;
    }
    DoubleSummaryStatistics served =
        tail(windows).stream().mapToDouble(CapacityWindow::servedByOne).summaryStatistics();
    return served.getMax() - served.getMin() <= STABLE * served.getAverage();
  }

  private static List<CapacityWindow> tail(List<CapacityWindow> windows) {
    return windows.subList(Math.max(0, windows.size() - STABLE_WINDOWS), windows.size());
  }

  private static CapacityWindow last(List<CapacityWindow> windows) {
    return windows.get(windows.size() - 1);
  }

  /**
   * Runs load for as many replicas as there are until the windows are enough, the first one left
   * out; from the begin again when the replicas change.
   */
  private List<CapacityWindow> windows(
      IntFunction<LoadProfile> load, Predicate<List<CapacityWindow>> enough)
      throws InterruptedException {
    while (true) {
      int count = replicas.getAsInt();
      List<CapacityWindow> windows = new ArrayList<>();
      Run run = new Run(count, windows, enough);
      probe.run(load.apply(count), run);
      if (!run.changed && !windows.isEmpty()) {
        return windows;
      }
      if (++restarts > MOST_RESTARTS) {
        throw new ElasticInferenceException(
            "Capacity: the replicas changed " + restarts + " times (expected: that they stay).",
            "Hold them for the search: deploy with autoscale(….replicas(n, n)).",
            true,
            null);
      }
    }
  }

  /** Watches one run. */
  private final class Run implements CapacityProbe.Watcher {
    private final int count;
    private final List<CapacityWindow> windows;
    private final Predicate<List<CapacityWindow>> enough;
    private boolean warm;
    private boolean changed;

    Run(int count, List<CapacityWindow> windows, Predicate<List<CapacityWindow>> enough) {
      this.count = count;
      this.windows = windows;
      this.enough = enough;
    }

    @Override
    public boolean goesOn(LoadSample sample, AbstractHistogram latency) {
      int now = replicas.getAsInt();
      changed |= now != count;
      gauge
          .add(sample, latency, now)
          .ifPresent(
              window -> {
                if (warm) {
                  windows.add(window);
                }
                warm = true;
              });
      return !changed && !(warm && !windows.isEmpty() && enough.test(windows));
    }
  }
}
