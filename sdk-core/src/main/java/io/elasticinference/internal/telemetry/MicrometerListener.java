package io.elasticinference.internal.telemetry;

import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.jspecify.annotations.Nullable;

/** Counts and times in a Micrometer registry. */
public final class MicrometerListener implements Telemetry {

  private static final PerOwner<MeterRegistry, MicrometerMeters> METERS =
      new PerOwner<>(MicrometerMeters::new);

  private final Measuring measuring;

  /**
   * Counts in one registry.
   *
   * @param registry where to
   */
  public MicrometerListener(MeterRegistry registry) {
    this.measuring = new Measuring(METERS.of(registry));
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
