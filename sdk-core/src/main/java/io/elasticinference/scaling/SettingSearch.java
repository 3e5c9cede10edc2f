package io.elasticinference.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Searches the setting that keeps a promise with the fewest pod-hours. For each target and window
 * it finds the smallest minimum that keeps the promise by halving, which takes for granted that
 * more replicas never serve worse; what cannot beat the best so far is not played. Then it looks
 * closer around the best one.
 */
final class SettingSearch {

  /** Targets, in tenths of what a replica can answer. */
  private static final int LOWEST_TENTH = 2;

  private static final int HIGHEST_TENTH = 10;

  /** How many targets to try between the neighbours of the best one. */
  private static final int CLOSER = 6;

  private static final List<Duration> DOWN_WINDOWS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ZERO,
          Duration.ofMinutes(10),
          Duration.ofMinutes(20));

  private static final List<Duration> UP_WINDOWS =
      List.of(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofMinutes(1));

  private static final Comparator<Candidate> CHEAPEST =
      Comparator.comparingDouble(Candidate::podHours)
          .thenComparing(Candidate::latency)
          .thenComparing(candidate -> candidate.autoscaler().scaleUp().isPresent());

  private final CapacityPlan plan;
  private final Slo slo;
  private final double hours;
  private final Map<HpaSettings, Candidate> tried = new HashMap<>();

  SettingSearch(CapacityPlan plan, Slo slo) {
    this.plan = plan;
    this.slo = slo;
    this.hours = plan.trace().duration().toNanos() / 3600e9;
  }

  Recommendation recommend() {
    List<Double> targets = coarse();
    for (Duration window : DOWN_WINDOWS) {
      for (double target : targets) {
        smallestMin(down(plan.autoscaler(), window), target);
      }
    }
    best().ifPresent(found -> lookCloser(found.autoscaler(), targets));
    best().ifPresent(found -> damp(found.autoscaler()));
    return new Recommendation(plan, slo, List.copyOf(tried.values()), best(), fixed());
  }

  private List<Double> coarse() {
    double capacity = plan.capacity().requestsPerSecond();
    Collection<Double> targets = new TreeSet<>(Comparator.reverseOrder());
    for (int tenth = LOWEST_TENTH; tenth <= HIGHEST_TENTH; tenth++) {
      targets.add(rounded(capacity * tenth / 10));
    }
    return List.copyOf(targets);
  }

  private void lookCloser(HpaSettings found, List<Double> targets) {
    int index = targets.indexOf(found.averageValue());
    double above = targets.get(Math.max(0, index - 1));
    double below = targets.get(Math.min(targets.size() - 1, index + 1));
    for (int i = 1; i < CLOSER; i++) {
      smallestMin(found, rounded(below + (above - below) * i / CLOSER));
    }
  }

  private void damp(HpaSettings found) {
    ScalingRules rules = found.scaleUp().orElse(ScalingRules.defaults());
    for (Duration window : UP_WINDOWS) {
      smallestMin(found.scaleUp(rules.stabilizationWindow(window)), found.averageValue());
    }
  }

  /** Halves the minimum between 1 and the most that could still be cheaper than the best so far. */
  private void smallestMin(HpaSettings settings, double target) {
    double bound = best().map(Candidate::podHours).orElse(Double.MAX_VALUE) / hours;
    int high = (int) Math.min(plan.autoscaler().maxReplicas(), Math.floor(bound));
    int low = 1;
    if (high < low || !keeps(settings, target, high)) {
      return;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keeps(settings, target, middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
  }

  private boolean keeps(HpaSettings settings, double target, int min) {
    return play(settings.averageValueOf(target).replicas(min, plan.autoscaler().maxReplicas()))
        .keepsSlo();
  }

  private Candidate play(HpaSettings settings) {
    return tried.computeIfAbsent(settings, unknown -> Candidate.of(plan.simulate(unknown), slo));
  }

  private Optional<Candidate> best() {
    return tried.values().stream().filter(Candidate::keepsSlo).min(CHEAPEST);
  }

  /** The fewest replicas that keep the promise without any scaling. */
  private Optional<Candidate> fixed() {
    List<Candidate> kept = new ArrayList<>();
    int low = 1;
    int high = plan.autoscaler().maxReplicas();
    while (low <= high) {
      int middle = (low + high) >>> 1;
      HpaSettings unscaled = plan.autoscaler().replicas(middle, middle);
      Candidate candidate = Candidate.of(plan.simulate(unscaled), slo);
      if (candidate.keepsSlo()) {
        kept.add(candidate);
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return kept.stream().min(CHEAPEST);
  }

  private static HpaSettings down(HpaSettings settings, Duration window) {
    ScalingRules rules = settings.scaleDown().orElse(ScalingRules.defaults());
    return settings.scaleDown(rules.stabilizationWindow(window));
  }

  /** Two significant digits: a target that a person would write. */
  private static double rounded(double target) {
    return new BigDecimal(target, new MathContext(2)).doubleValue();
  }
}
