package io.elasticinference.scaling;

import io.elasticinference.HtmlView;
import io.elasticinference.internal.scaling.Durations;
import io.elasticinference.internal.scaling.Outcomes;
import io.elasticinference.internal.scaling.QueueResult;
import io.elasticinference.internal.scaling.SimulationHtml;
import io.elasticinference.internal.scaling.Tables;
import io.elasticinference.internal.scaling.Timeline;
import io.elasticinference.internal.scaling.TimelineChart;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a service fared in a {@link CapacityPlan}: its {@code toString} is a table. Immutable. */
public final class CapacityReport implements HtmlView {

  private static final double NANOS_PER_HOUR = 3600e9;

  private final CapacityPlan plan;
  private final HpaSettings autoscaler;
  private final QueueResult result;
  private final Durations latencies;

  /** Sorted when it is first asked for, since a search does not ask. */
  private @Nullable Durations waits;

  CapacityReport(CapacityPlan plan, HpaSettings autoscaler, QueueResult result) {
    this.plan = plan;
    this.autoscaler = autoscaler;
    this.result = result;
    this.latencies = new Durations(result.outcomes().latencies());
  }

  private Durations waits() {
    Durations known = waits;
    if (known == null) {
      known = new Durations(result.outcomes().waits());
      waits = known;
    }
    return known;
  }

  /**
   * The autoscaler that was played.
   *
   * @return its settings
   */
  public HpaSettings autoscaler() {
    return autoscaler;
  }

  /**
   * How many requests came.
   *
   * @return their number
   */
  public int requests() {
    return plan.trace().requests();
  }

  /**
   * How many requests had to wait for a free slot.
   *
   * @return their number
   */
  public int waited() {
    return waits().positive();
  }

  /**
   * How many requests had no answer within the timeout.
   *
   * @return their number
   */
  public int timedOut() {
    return result.outcomes().timedOut();
  }

  /**
   * How many requests were cut off, since their replica had to go and the drain time was over.
   *
   * @return their number
   */
  public int cutOff() {
    return result.outcomes().cutOff();
  }

  /**
   * The share of the requests that timed out or were cut off.
   *
   * @return 0 to 1; 0 where there were no requests
   */
  public double failureRatio() {
    return requests() == 0 ? 0 : (double) (timedOut() + cutOff()) / requests();
  }

  /**
   * From a request's arrival to its answer; a request that timed out counts with the timeout, one
   * that was cut off with the time until then.
   *
   * @return the summary; all zero where there were no requests
   */
  public LatencySummary latency() {
    return LatencySummary.of(latencies);
  }

  /**
   * What a share of the requests stayed within, counted as in {@link #latency()}.
   *
   * @param share 0 to 1: 0.999 for p99.9
   * @return the latency; zero where there were no requests
   */
  public Duration latency(double share) {
    return Duration.ofNanos(latencies.percentile(share));
  }

  /**
   * From a request's arrival until it got a slot; the timeout for one that never did.
   *
   * @return the summary; all zero where there were no requests
   */
  public LatencySummary waiting() {
    return LatencySummary.of(waits());
  }

  /**
   * How many replicas the autoscaler wanted, from the begin on.
   *
   * @return each change, the first at second 0
   */
  public List<ReplicaChange> replicas() {
    return List.copyOf(result.wanted());
  }

  /**
   * How many replicas were ready, from the begin on.
   *
   * @return each change, the first at second 0
   */
  public List<ReplicaChange> readyReplicas() {
    return List.copyOf(result.ready());
  }

  /**
   * The most replicas that the autoscaler wanted.
   *
   * @return their number
   */
  public int peakReplicas() {
    return result.peak();
  }

  /**
   * The time of all replicas together, each from its creation until it was gone, over the trace's
   * duration.
   *
   * @return hours
   */
  public double podHours() {
    return result.paidNanos() / NANOS_PER_HOUR;
  }

  /**
   * What these hours cost.
   *
   * @return an amount of the price's currency
   */
  public double cost() {
    return podHours() * plan.price().perReplicaHour();
  }

  /**
   * How busy the ready replicas were.
   *
   * @return the share of their slots' time that requests took, 0 to 1
   */
  public double utilization() {
    return result.slotNanos() == 0 ? 0 : result.busyNanos() / result.slotNanos();
  }

  /**
   * Whether a promise was kept.
   *
   * @param slo the promise
   * @return true where both the latency and the failures stayed within it
   */
  public boolean keeps(Slo slo) {
    return latency(slo.percentile()).compareTo(slo.latency()) <= 0
        && failureRatio() <= slo.maxFailureRatio();
  }

  /**
   * Draws traffic, replicas and latency over time.
   *
   * @return the chart
   */
  public Chart chart() {
    return new Chart(new TimelineChart(timeline(), null));
  }

  /**
   * Draws traffic, replicas and latency over time, with a promise's latency.
   *
   * @param slo the promise
   * @return the chart
   */
  public Chart chart(Slo slo) {
    return new Chart(new TimelineChart(timeline(), slo));
  }

  private Timeline timeline() {
    Outcomes outcomes = result.outcomes();
    return new Timeline(
        plan.traffic(),
        outcomes,
        plan.trace().duration().toNanos(),
        result.wanted(),
        result.ready(),
        plan.capacity().requestsPerSecond());
  }

  /** The same numbers as {@link #toString}, and the {@link #chart()}. */
  @Override
  public String toHtml() {
    return SimulationHtml.of("Simulated service", "", table(), false, chart().svg());
  }

  @Override
  public String toString() {
    return table().toString();
  }

  private Tables table() {
    LatencySummary latency = latency();
    return new Tables()
        .row("autoscaler", autoscaler.toString())
        .row("requests", Tables.count(requests()))
        .row("waited", share(waited()))
        .row("timed out", share(timedOut()))
        .row("cut off", share(cutOff()))
        .row("latency p50", Tables.time(latency.p50()))
        .row("latency p95", Tables.time(latency.p95()))
        .row("latency p99", Tables.time(latency.p99()))
        .row("peak replicas", String.valueOf(peakReplicas()))
        .row("utilization", Tables.percent(utilization()))
        .row("pod-hours", Tables.number(podHours()))
        .row("cost", Tables.number(cost()) + " " + plan.price().currency());
  }

  private String share(int some) {
    double share = requests() == 0 ? 0 : (double) some / requests();
    return Tables.count(some) + " (" + Tables.percent(share) + ")";
  }
}
