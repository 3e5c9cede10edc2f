package io.elasticinference.internal.explain;

import io.elasticinference.ScalingCause;
import io.elasticinference.internal.scaling.Tables;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a stabilisation window lets go. Kubernetes keeps past recommendations to itself; what the
 * adapter must have read then is worked out from the log, and what the autoscaler made of it, too.
 */
final class Stabilization {

  /** {@code --horizontal-pod-autoscaler-downscale-stabilization}, where nobody changed it. */
  static final Duration KUBERNETES_OWN = Duration.ofMinutes(5);

  private Stabilization() {}

  static Verdict judge(Scene scene, boolean up) {
    Optional<Duration> set =
        (up ? scene.autoscaler().scaleUp() : scene.autoscaler().scaleDown()).stabilizationWindow();
    Duration window = set.orElse(up ? Duration.ZERO : KUBERNETES_OWN);
    Instant now = scene.facts().now();
    Instant last = lastOther(scene, up);
    boolean found = last != null;
    Instant until = (last == null ? now : last).plus(window).truncatedTo(ChronoUnit.SECONDS);
    // A window of another length than the one assumed may hold on.
    Instant bounded = until.isBefore(now) ? now.truncatedTo(ChronoUnit.SECONDS) : until;
    String direction = up ? "more" : "fewer";
    return new Verdict(
        ScalingCause.STABILIZING,
        scene.service()
            + " waits before it scales "
            + (up ? "out: " : "in: ")
            + scene.numbers()
            + ", and the autoscaler takes "
            + direction
            + " only after that has been so for "
            + Tables.time(window)
            + (set.isPresent() ? "" : " (Kubernetes' own window, if the cluster has not another)")
            + (found
                ? "; by the log, that is about " + bounded + "."
                : "; that is " + bounded + " at the latest, if the metric stays so."),
        "Set a shorter window with "
            + (up ? ".scaleUp(..)" : ".scaleDown(..)")
            + ", if the service should follow faster.",
        false,
        bounded);
  }

  /** When the metrics last asked for what there is now, or for more (up: or for fewer). */
  private static @Nullable Instant lastOther(Scene scene, boolean up) {
    Instant last = null;
    for (MetricFacts metric : scene.facts().metrics()) {
      double target = metric.metric().targetMilli() / 1000.0;
      if (target <= 0) {
        continue;
      }
      for (Map.Entry<Instant, Double> read : metric.history().entrySet()) {
        double asked = Math.ceil(read.getValue() / target);
        boolean other = up ? asked <= scene.replicas() : asked >= scene.replicas();
        if (other && (last == null || read.getKey().isAfter(last))) {
          last = read.getKey();
        }
      }
    }
    return last;
  }
}
