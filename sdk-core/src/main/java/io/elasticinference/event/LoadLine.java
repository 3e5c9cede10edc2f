package io.elasticinference.event;

import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.load.LoadSample;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Puts a second of a stress test into one line. */
final class LoadLine {

  private LoadLine() {}

  static String of(ServiceEvent.LoadProgress progress) {
    LoadSample sample = progress.sample();
    return String.format(
        Locale.ROOT,
        "  %4d s  %5d/s ok  %d failed  %d in flight  p50 %s  p99 %s  %s",
        sample.second() + 1,
        sample.ok(),
        sample.failed() + sample.dropped(),
        sample.inFlight(),
        millis(sample.p50()),
        millis(sample.p99()),
        replicas(progress.status()));
  }

  private static String replicas(ServiceStatus status) {
    return "replicas "
        + status.answeringReplicas()
        + "/"
        + status.desiredReplicas()
        + status.scaling().map(LoadLine::seen).orElse("");
  }

  private static String seen(ScalingStatus scaling) {
    if (scaling.readings().isEmpty()) {
      return "";
    }
    ScalingReading reading = scaling.readings().get(0);
    OptionalDouble value = reading.inAll(scaling.currentReplicas());
    return "  autoscaler sees "
        + (value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : "nothing")
        + " "
        + reading.metric();
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
