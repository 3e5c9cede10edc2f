package io.elasticinference.internal.load;

import io.elasticinference.load.CapacityWindow;
import io.elasticinference.load.LoadSample;
import io.elasticinference.scaling.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Adds seconds up to windows, and drops those in which the replicas changed. */
final class WindowGauge {
  private final Slo slo;
  private final int seconds;
  private final List<CapacityWindow> windows = new ArrayList<>();
  private final Histogram latency = Latencies.histogram();
  private int filled;
  private long offered;
  private long ok;
  private long ended;
  private int replicas;
  private boolean changed;

  WindowGauge(Slo slo, int seconds) {
    this.slo = slo;
    this.seconds = seconds;
  }

  /** Adds a second; answers the window that it completes, unless its replicas changed. */
  Optional<CapacityWindow> add(LoadSample sample, AbstractHistogram latencies, int answering) {
    changed |= answering < 1 || (replicas != 0 && answering != replicas);
    replicas = answering;
    offered += sample.offered();
    ok += sample.ok();
    ended += sample.ended();
    latency.add(latencies);
    filled++;
    if (filled < seconds) {
      return Optional.empty();
    }
    CapacityWindow window = changed ? null : window();
    clear();
    return kept(window);
  }

  private Optional<CapacityWindow> kept(@Nullable CapacityWindow window) {
    if (window != null) {
      windows.add(window);
    }
    return Optional.ofNullable(window);
  }

  private CapacityWindow window() {
    double failures = ended == 0 ? 0 : (double) (ended - ok) / ended;
    boolean inTime =
        latency.getCountBetweenValues(0, Latencies.clamped(slo.latency().toNanos()))
            >= slo.percentile() * latency.getTotalCount();
    return new CapacityWindow(
        (double) offered / seconds,
        (double) ok / seconds,
        Latencies.percentile(latency, slo.percentile() * 100),
        failures,
        replicas,
        ok > 0 && inTime && failures <= slo.maxFailureRatio());
  }

  private void clear() {
    latency.reset();
    filled = 0;
    offered = 0;
    ok = 0;
    ended = 0;
    changed = false;
  }

  /** All windows so far. */
  List<CapacityWindow> windows() {
    return windows;
  }
}
