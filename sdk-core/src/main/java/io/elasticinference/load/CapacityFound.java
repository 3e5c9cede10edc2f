package io.elasticinference.load;

import io.elasticinference.HtmlView;
import io.elasticinference.internal.load.report.CapacityHtml;
import io.elasticinference.scaling.Slo;
import java.util.List;
import java.util.Locale;

/**
 * How much one replica carries within a promise, as a {@link CapacitySearch} found it.
 *
 * @param slo the promise
 * @param rate the highest rate at which the promise was kept, in requests a second of one replica;
 *     0 where it was kept at none
 * @param below a rate at which it was not kept any more, or above which the replica cannot answer
 *     at all; the true capacity lies between the two
 * @param saturation what one replica answers at most, however long the answers take
 * @param saturationError half the width of the interval that holds the true saturation with 95 %
 *     confidence (Student's t over the last windows)
 * @param replicas how many replicas there were in the last window
 * @param windows all windows, in order
 * @param remarks what the reader must know to believe the numbers; empty where nothing was odd
 */
public record CapacityFound(
    Slo slo,
    double rate,
    double below,
    double saturation,
    double saturationError,
    int replicas,
    List<CapacityWindow> windows,
    List<String> remarks)
    implements HtmlView {

  /**
   * How far a Kubernetes autoscaler lets a metric rise above its target before it adds replicas
   * (kube-controller-manager's {@code --horizontal-pod-autoscaler-tolerance}).
   */
  private static final double TOLERANCE = 0.1;

  public CapacityFound {
    windows = List.copyOf(windows);
    remarks = List.copyOf(remarks);
  }

  /**
   * The target to set: with it, a replica stays within the promise even at the upper edge of the
   * autoscaler's tolerance of 10 %. Traffic that grows faster than replicas start needs a lower
   * one; {@link io.elasticinference.scaling.CapacityPlan} finds it from a trace.
   *
   * @return what to give to {@link io.elasticinference.Autoscale#qps}, cut to three digits; 0 where
   *     the promise cannot be kept
   */
  public double targetQps() {
    double target = rate / (1 + TOLERANCE);
    if (target <= 0) {
      return 0;
    }
    double digit = Math.pow(10, Math.floor(Math.log10(target)) - 2);
    return Math.round(Math.floor(target / digit + 1e-9) * digit * 1e6) / 1e6;
  }

  /** The finding in words, its windows as a chart and as a table. */
  @Override
  public String toHtml() {
    return new CapacityHtml(this).fragment();
  }

  /** The finding in words: the rate, how sure it is, and what to set. */
  @Override
  public String toString() {
    String promise =
        String.format(
            Locale.ROOT,
            "%s %% within %d ms",
            number(slo.percentile() * 100),
            slo.latency().toMillis());
    String found =
        rate > 0
            ? String.format(
                Locale.ROOT,
                "One replica carries %s requests/s with %s (not %s any more); it saturates at %s ± %s. Set qps(%s).",
                number(rate),
                promise,
                number(below),
                number(saturation),
                number(saturationError),
                number(targetQps()))
            : String.format(
                Locale.ROOT,
                "One replica does not keep %s at any rate; it saturates at %s ± %s requests/s.",
                promise,
                number(saturation),
                number(saturationError));
    return remarks.isEmpty() ? found : found + " " + String.join(" ", remarks);
  }

  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    int digits = 2 - (int) Math.floor(Math.log10(Math.abs(value)));
    double scale = Math.pow(10, Math.max(0, Math.min(6, digits)));
    double rounded = Math.round(value * scale) / scale;
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9
        ? Long.toString((long) rounded)
        : Double.toString(rounded);
  }
}
