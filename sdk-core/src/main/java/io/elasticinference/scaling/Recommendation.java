package io.elasticinference.scaling;

import io.elasticinference.Autoscale;
import io.elasticinference.HtmlView;
import io.elasticinference.internal.scaling.SimulationHtml;
import io.elasticinference.internal.scaling.Tables;
import io.elasticinference.internal.scaling.TradeoffChart;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cheapest setting that keeps a promise, among all that were tried: its {@code toString} is a
 * table. Immutable.
 */
public final class Recommendation implements HtmlView {

  private static final int SHOWN = 10;

  private final CapacityPlan plan;
  private final Slo slo;
  private final List<Candidate> candidates;
  private final Optional<Candidate> best;
  private final Optional<Candidate> fixed;

  Recommendation(
      CapacityPlan plan,
      Slo slo,
      List<Candidate> candidates,
      Optional<Candidate> best,
      Optional<Candidate> fixed) {
    this.plan = plan;
    this.slo = slo;
    this.candidates =
        candidates.stream()
            .sorted(
                Comparator.comparing((Candidate candidate) -> !candidate.keepsSlo())
                    .thenComparingDouble(Candidate::podHours)
                    .thenComparing(Candidate::latency)
                    .thenComparing(candidate -> candidate.autoscaler().scaleUp().isPresent()))
            .toList();
    this.best = best;
    this.fixed = fixed;
  }

  /**
   * The promise.
   *
   * @return what was to be kept
   */
  public Slo slo() {
    return slo;
  }

  /**
   * The cheapest setting that keeps the promise.
   *
   * @return the setting and how it fared; empty where none keeps it
   */
  public Optional<Candidate> best() {
    return best;
  }

  /**
   * What to deploy: the cheapest setting that keeps the promise, reading the stretch of the log
   * that it was simulated with.
   *
   * @return the autoscale; empty where no setting keeps the promise
   */
  public Optional<Autoscale> autoscale() {
    MetricWindow window = plan.metricWindow();
    return best.map(
        candidate -> {
          Autoscale autoscale = candidate.autoscaler().toAutoscale();
          return window.equals(MetricWindow.defaults())
              ? autoscale
              : autoscale.queryInterval(window.interval()).queryDelay(window.delay());
        });
  }

  /**
   * The fewest replicas that keep the promise without any scaling, to compare with.
   *
   * @return the setting and how it fared; empty where not even the most replicas keep it
   */
  public Optional<Candidate> fixed() {
    return fixed;
  }

  /**
   * All settings that were tried: first those that keep the promise, the cheaper first.
   *
   * @return the settings and how they fared
   */
  public List<Candidate> candidates() {
    return candidates;
  }

  /**
   * How the service fares with the best setting or, where none keeps the promise, with the one that
   * comes nearest.
   *
   * @return the report
   */
  public CapacityReport report() {
    return plan.simulate(best.orElseGet(this::nearest).autoscaler());
  }

  private Candidate nearest() {
    return candidates.stream()
        .min(
            Comparator.comparing(Candidate::latency)
                .thenComparingDouble(Candidate::failureRatio)
                .thenComparingDouble(Candidate::podHours))
        .orElseThrow();
  }

  /**
   * Draws the cost of all settings against their latency.
   *
   * @return the chart
   */
  public Chart chart() {
    return new Chart(
        new TradeoffChart(
            candidates,
            best.orElse(null),
            fixed.orElse(null),
            slo.percentileName(),
            slo.latency().toNanos() / 1e9,
            plan.price().currency()));
  }

  /** The same table as {@link #toString}, and the {@link #chart()}. */
  @Override
  public String toHtml() {
    return SimulationHtml.of("Recommended scaling", headline(), table(), true, chart().svg());
  }

  @Override
  public String toString() {
    return headline() + "\n" + table();
  }

  private Tables table() {
    Tables table =
        new Tables()
            .row(
                "target",
                "min",
                "max",
                "down window",
                "up window",
                slo.percentileName(),
                "failed",
                "peak",
                "pod-hours",
                plan.price().currency());
    candidates.stream()
        .filter(candidate -> best.isEmpty() || candidate.keepsSlo())
        .limit(SHOWN)
        .forEach(candidate -> row(table, candidate, target(candidate)));
    if (best.isEmpty()) {
      row(table, nearest(), target(nearest()) + " (nearest)");
    }
    fixed.ifPresent(candidate -> row(table, candidate, "not scaled"));
    return table;
  }

  private String headline() {
    String promise =
        slo.percentileName()
            + " within "
            + Tables.time(slo.latency())
            + ", at most "
            + Tables.percent(slo.maxFailureRatio())
            + " failed";
    if (best.isPresent()) {
      return "Cheapest of " + candidates.size() + " settings that keep " + promise + ":";
    }
    return "None of "
        + candidates.size()
        + " settings keeps "
        + promise
        + ". Allow more replicas, let them start faster, or promise less.";
  }

  private static String target(Candidate candidate) {
    return Tables.number(candidate.autoscaler().averageValue());
  }

  private static void row(Tables table, Candidate candidate, String name) {
    HpaSettings settings = candidate.autoscaler();
    table.row(
        name,
        String.valueOf(settings.minReplicas()),
        String.valueOf(settings.maxReplicas()),
        window(settings.scaleDown(), settings.controller().downscaleStabilization()),
        window(settings.scaleUp(), Duration.ZERO),
        Tables.time(candidate.latency()),
        Tables.percent(candidate.failureRatio()),
        String.valueOf(candidate.peakReplicas()),
        Tables.number(candidate.podHours()),
        Tables.number(candidate.cost()));
  }

  private static String window(Optional<ScalingRules> rules, Duration otherwise) {
    return rules.flatMap(ScalingRules::stabilizationWindow).orElse(otherwise).toSeconds() + " s";
  }
}
