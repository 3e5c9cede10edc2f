package io.elasticinference.scaling;

import static io.elasticinference.Autoscale.latency;
import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.metrics.LatencyStatistic.P95;

import io.elasticinference.Autoscale;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceService;
import io.elasticinference.ScalingCause;
import io.elasticinference.ScalingExplanation;
import io.elasticinference.event.Subscription;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.metrics.ServiceMetrics;
import io.elasticinference.preflight.PreflightReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * The Java of docs/autoscaling.md, as it stands there. What the page shows of its results is
 * compared by {@link AutoscalingPageTest} and {@code PagesTest}.
 */
final class AutoscalingPage {

  private AutoscalingPage() {}

  static CapacityPlan plan(Path requests) {
    TrafficTrace hour = TrafficTrace.readTimestamps(requests);
    double[] rhythm = {
      0.3, 0.2, 0.15, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, 1.5, 1.7, 1.6, // from midnight to noon
      1.3, 1.4, 1.6, 1.7, 1.6, 1.4, 1.2, 1.1, 1.0, 0.8, 0.6, 0.4
    };
    TrafficTrace day = hour.repeatedFor(Duration.ofDays(1)).scaledBy(7, rhythm);

    CapacityPlan plan =
        CapacityPlan.builder()
            .trace(day)
            .capacity(
                new ReplicaCapacity(
                    4, ServiceTime.lognormal(Duration.ofMillis(600), Duration.ofMillis(2500))))
            .startTime(Duration.ofSeconds(40))
            .price(Price.perReplicaHour(8.50, "CNY"))
            .requestTimeout(Duration.ofSeconds(30))
            .autoscaler(HpaSettings.averageValue(4).replicas(1, 20))
            .build();
    return plan;
  }

  static CapacityReport first(CapacityPlan plan, Path folder) {
    Slo promise = Slo.p99(Duration.ofSeconds(5));
    CapacityReport report = plan.simulate();
    System.out.println(report);
    report.chart(promise).writeTo(folder.resolve("autoscaling-first.svg"));
    return report;
  }

  static Recommendation recommended(CapacityPlan plan, Slo promise, Path folder) {
    Recommendation recommendation = plan.recommend(promise);
    System.out.println(recommendation);
    recommendation.chart().writeTo(folder.resolve("autoscaling-cost.svg"));
    recommendation.report().chart(promise).writeTo(folder.resolve("autoscaling-day.svg"));
    return recommendation;
  }

  static Autoscale deployed(Recommendation recommendation) {
    Autoscale autoscale = recommendation.autoscale().orElseThrow();
    return autoscale;
  }

  static Autoscale language() {
    Autoscale autoscale =
        qps(10)
            .and(latency(P95, Duration.ofMillis(800)))
            .replicas(2, 20)
            .scaleUp(ScalingRules.defaults().policies(ScalingPolicy.pods(4, Duration.ofMinutes(1))))
            .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(10)))
            .cron("30 8 * * 1-5", Duration.ofHours(2), 8)
            .timeZone(ZoneId.of("Asia/Shanghai"));
    return autoscale;
  }

  static boolean preflight(InferenceBuilder service) {
    PreflightReport report = service.preflight();
    System.out.println(report);
    return report.ok();
  }

  static HpaRun whatIf() {
    HpaSettings settings =
        HpaSettings.averageValue(10)
            .replicas(1, 10)
            .scaleUp(ScalingRules.defaults().policies(ScalingPolicy.pods(2, Duration.ofMinutes(1))))
            .scaleDown(ScalingRules.defaults().stabilizationWindow(Duration.ofMinutes(2)));
    MetricSeries qps = MetricSeries.every(Duration.ofMinutes(1), 8, 25, 60, 60, 12, 12, 12, 12);
    HpaRun run = HpaSimulator.run(settings, 1, Duration.ofMinutes(8), qps);
    run.changes().forEach(System.out::println);
    return run;
  }

  static HpaDecision why() {
    HpaSimulator autoscaler = new HpaSimulator(HpaSettings.averageValue(10).replicas(1, 10));
    autoscaler.sync(Duration.ofSeconds(15), 4, MetricReading.of(40));
    HpaDecision decision = autoscaler.sync(Duration.ofSeconds(30), 4, MetricReading.of(12));
    System.out.println(decision.condition(HpaCondition.Type.ABLE_TO_SCALE).orElseThrow());
    return decision;
  }

  static List<AdapterReading> sees(InferenceService service) {
    ServiceMetrics metrics = service.metrics();
    System.out.println(metrics.over(Duration.ofMinutes(5)));
    System.out.println(metrics.series(Duration.ofMinutes(30), Duration.ofMinutes(1)));
    Duration p99 = metrics.latency(LatencyStatistic.P99);
    SortedMap<Integer, Long> byStatus = metrics.byStatus();
    List<AdapterReading> readings = metrics.asAdapterSeesIt();
    System.out.println(p99 + " " + byStatus);
    return readings;
  }

  static void live(InferenceService service) throws InterruptedException {
    Subscription live = service.metrics().live(Duration.ofSeconds(10), System.out::println);
    TimeUnit.HOURS.sleep(1);
    live.close();
  }

  static Optional<Instant> whyNot(InferenceService service) {
    ScalingExplanation explanation = service.autoscaling().explain();
    System.out.println(explanation);
    if (explanation.cause() == ScalingCause.AT_MAXIMUM) {
      System.out.println("wanted: " + explanation.wanted().getAsInt());
    }
    return explanation.until();
  }
}
