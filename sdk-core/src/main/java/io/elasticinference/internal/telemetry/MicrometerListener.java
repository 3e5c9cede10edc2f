package io.elasticinference.internal.telemetry;

import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Counts and times in a Micrometer registry. */
public final class MicrometerListener implements Telemetry {

  /**
   * One a registry, so that the gauges of several clients are the same ones. The registry holds the
   * meters by their gauges; held from here they would hold the registry for good.
   */
  private static final Map<MeterRegistry, WeakReference<MicrometerMeters>> METERS =
      new WeakHashMap<>();

  private final Measuring measuring;

  /**
   * Counts in one registry.
   *
   * @param registry where to
   */
  public MicrometerListener(MeterRegistry registry) {
    this.measuring = new Measuring(meters(registry));
  }

  private static MicrometerMeters meters(MeterRegistry registry) {
    synchronized (METERS) {
      WeakReference<MicrometerMeters> known = METERS.get(registry);
      MicrometerMeters meters = known == null ? null : known.get();
      if (meters == null) {
        meters = new MicrometerMeters(registry);
        METERS.put(registry, new WeakReference<>(meters));
      }
      return meters;
    }
  }

  /** Counts in Micrometer's global registry. */
  public static Telemetry global() {
    return new MicrometerListener(Metrics.globalRegistry);
  }

  @Override
  public Ongoing began(Work work) {
    return new Stopwatch(work);
  }

  @Override
  public void told(Signal signal) {
    measuring.told(signal);
  }

  private final class Stopwatch implements Ongoing {
    private final Work work;
    private final long begin = System.nanoTime();
    private int status;

    Stopwatch(Work work) {
      this.work = work;
    }

    @Override
    public void answered(int answer) {
      status = answer;
    }

    @Override
    public void ended(@Nullable Throwable failure) {
      measuring.ended(work, System.nanoTime() - begin, status, Errors.word(work, status, failure));
    }
  }
}
