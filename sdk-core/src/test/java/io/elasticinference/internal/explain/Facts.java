package io.elasticinference.internal.explain;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Framework;
import io.elasticinference.Problem;
import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.spi.AutoscalerFacts;
import io.elasticinference.spi.AutoscalerFacts.Autoscaler;
import io.elasticinference.spi.AutoscalerFacts.MetricsApi;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.LogView.RouteLines;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A service of 1 to 10 replicas and a target of 10 requests a second, all well; then what a test
 * changes of it.
 */
final class Facts {

  static final Instant NOW = Instant.parse("2026-07-26T12:00:00Z");
  static final String OWN = "default-bert-v1-tensorflow-serving-8501";

  private boolean exists = true;
  private int replicas = 4;
  private int answering = 4;
  private int desired = 4;
  private int minimum = 1;
  private @Nullable Double perReplica = 10.0;
  private @Nullable Double read = 40.0;
  private boolean whole = true;
  private boolean perReplicaTarget = true;
  private double target = 10;
  private MetricsApi api = MetricsApi.SERVED;
  private ScalingRules up = ScalingRules.defaults();
  private ScalingRules down = ScalingRules.defaults();
  private List<HpaCondition> conditions =
      List.of(
          new HpaCondition(
              HpaCondition.Type.ABLE_TO_SCALE,
              true,
              "ReadyForNewScale",
              "recommended size matches"),
          new HpaCondition(
              HpaCondition.Type.SCALING_ACTIVE, true, "ValidMetricFound", "able to calculate"),
          new HpaCondition(
              HpaCondition.Type.SCALING_LIMITED, false, "DesiredWithinRange", "within range"));
  private List<Problem> problems = List.of();
  private @Nullable LogView log;
  private @Nullable ElasticInferenceException failure;
  private final SortedMap<Instant, Double> history = new TreeMap<>();
  private final List<Autoscaler> others = new ArrayList<>();
  private boolean ours = true;
  private boolean external = true;
  private boolean absent;

  Facts missing() {
    exists = false;
    return this;
  }

  Facts withoutAutoscaler() {
    absent = true;
    return this;
  }

  Facts minimum(int min) {
    minimum = min;
    return this;
  }

  Facts replicas(int all, int answers) {
    replicas = all;
    answering = answers;
    desired = all;
    return this;
  }

  /** What the autoscaler saw, over all replicas; null: nothing. */
  Facts metric(@Nullable Double inAll) {
    perReplica = inAll == null ? null : inAll / replicas;
    read = inAll;
    return this;
  }

  /** A target that is for all replicas alike. */
  Facts latency(double value, double atMost) {
    perReplicaTarget = false;
    perReplica = value;
    read = value;
    target = atMost;
    return this;
  }

  Facts readNow(@Nullable Double value) {
    read = value;
    return this;
  }

  Facts clipped() {
    whole = false;
    return this;
  }

  Facts api(MetricsApi state) {
    api = state;
    return this;
  }

  Facts scaleUp(ScalingRules rules) {
    up = rules;
    return this;
  }

  Facts scaleDown(ScalingRules rules) {
    down = rules;
    return this;
  }

  Facts condition(HpaCondition.Type type, boolean status, String reason, String message) {
    List<HpaCondition> changed = new ArrayList<>(conditions);
    changed.removeIf(one -> one.type() == type);
    changed.add(new HpaCondition(type, status, reason, message));
    conditions = changed;
    return this;
  }

  Facts neverLooked() {
    conditions = List.of();
    return metric(null);
  }

  Facts noMetric() {
    return metric(null)
        .condition(
            HpaCondition.Type.SCALING_ACTIVE,
            false,
            "FailedGetExternalMetric",
            "the HPA was unable to compute the replica count: no metrics returned");
  }

  Facts problem(Problem.Kind kind, String reason, String message, boolean fatal) {
    problems = List.of(new Problem(kind, "Pod default/bert-x", reason, message, List.of(), fatal));
    return this;
  }

  Facts unreadable(String observed, String hint) {
    failure = new ElasticInferenceException(observed, hint, false, null);
    return this;
  }

  /** What the log has: routes, and how many seconds ago each had its newest line. */
  Facts log(Map<String, Integer> secondsAgo) {
    return log(OWN, secondsAgo);
  }

  Facts log(String counted, Map<String, Integer> secondsAgo) {
    List<RouteLines> routes = new ArrayList<>();
    new TreeMap<>(secondsAgo)
        .forEach((route, ago) -> routes.add(new RouteLines(route, 10, NOW.minusSeconds(ago))));
    log =
        new LogView(
            "k8s-log-c1/nginx-ingress",
            counted,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(100),
            routes);
    return this;
  }

  /** What the adapter read so many seconds ago. */
  Facts history(int secondsAgo, double value) {
    history.put(NOW.minusSeconds(secondsAgo), value);
    return this;
  }

  Facts another(String name) {
    others.add(autoscaler(name, false, List.of()));
    return this;
  }

  Facts foreign(boolean byTheIngress) {
    ours = false;
    external = byTheIngress;
    return this;
  }

  ScalingFacts build() {
    ScalingMetric metric =
        new ScalingMetric("sls_ingress_qps", Map.of(), Math.round(target * 1000));
    List<Autoscaler> autoscalers = new ArrayList<>();
    if (!absent) {
      autoscalers.add(autoscaler("bert", ours, external ? List.of(metric) : List.of()));
    }
    autoscalers.addAll(others);
    AdapterReading reading =
        failure != null
            ? null
            : new AdapterReading(
                "sls_ingress_qps",
                read,
                target,
                perReplicaTarget,
                NOW.minusSeconds(25),
                NOW.minusSeconds(10),
                whole,
                "* | SELECT");
    return new ScalingFacts(
        new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW),
        new AutoscalerFacts(service(), autoscalers, api),
        List.of(new MetricFacts(metric, reading, failure, log, history)),
        NOW);
  }

  private ServiceStatus service() {
    return new ServiceStatus(
        "default",
        "bert",
        "v1",
        exists,
        answering == desired,
        desired,
        desired,
        answering,
        replicas,
        answering,
        null,
        problems);
  }

  private Autoscaler autoscaler(String name, boolean own, List<ScalingMetric> metrics) {
    return new Autoscaler(
        name,
        own,
        new ScalingStatus(
            minimum,
            10,
            replicas,
            desired,
            List.of(new ScalingReading("sls_ingress_qps", perReplicaTarget, target, perReplica)),
            ""),
        metrics,
        up,
        down,
        conditions,
        List.of());
  }
}
