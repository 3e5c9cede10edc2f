package io.elasticinference.internal.explain;

import static io.elasticinference.scaling.HpaCondition.Type.SCALING_ACTIVE;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.ScalingCause;
import io.elasticinference.ScalingReading;
import io.elasticinference.internal.scaling.Tables;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.scaling.HpaCondition;
import io.elasticinference.spi.AutoscalerFacts.MetricsApi;
import io.elasticinference.spi.LogView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why a metric is missing, or not what it seems. */
final class MetricJudge {

  private static final String INSTALL =
      "Install the metrics adapter (ack-alibaba-cloud-metrics-adapter in the cluster's app"
          + " marketplace), which serves external.metrics.k8s.io.";

  private MetricJudge() {}

  /** Where the autoscaler gets no metric. */
  static Optional<Verdict> missing(Scene scene) {
    Optional<HpaCondition> inactive =
        scene
            .condition(SCALING_ACTIVE)
            .filter(condition -> !condition.status())
            .filter(condition -> !condition.reason().equals("ScalingDisabled"));
    boolean unread =
        !scene.status().readings().isEmpty()
            && scene.status().readings().stream().allMatch(one -> one.value().isEmpty());
    if (inactive.isEmpty() && !unread) {
      return Optional.empty();
    }
    MetricsApi api = scene.facts().cluster().metricsApi();
    if (api == MetricsApi.MISSING) {
      return Optional.of(
          Verdict.of(
              ScalingCause.NO_ADAPTER,
              scene.service()
                  + " gets no metric, because the cluster has no adapter for metrics from outside.",
              INSTALL));
    }
    if (api == MetricsApi.SILENT) {
      return Optional.of(
          Verdict.of(
              ScalingCause.ADAPTER_SILENT,
              scene.service()
                  + " gets no metric, because the cluster's metrics adapter is installed and does"
                  + " not answer.",
              "Look at its pods: kubectl -n kube-system get pods | grep metrics-adapter."));
    }
    return scene.facts().metrics().stream()
        .flatMap(metric -> ofLog(scene, metric).stream())
        .findFirst()
        .or(() -> Optional.of(otherwise(scene, inactive)));
  }

  private static Verdict otherwise(Scene scene, Optional<HpaCondition> inactive) {
    String said =
        inactive.map(one -> one.reason() + ", " + one.message()).orElse("it has read none yet");
    Optional<AdapterReading> readable =
        scene.facts().metrics().stream()
            .flatMap(metric -> Optional.ofNullable(metric.reading()).stream())
            .filter(reading -> reading.value().isPresent())
            .findFirst();
    return readable
        .map(
            reading ->
                Verdict.of(
                    ScalingCause.METRIC_MISSING,
                    scene.service()
                        + "'s autoscaler had no metric when it last looked ("
                        + said
                        + "), while the log now gives "
                        + Tables.number(reading.value().orElseThrow())
                        + ".",
                    "Ask again in half a minute; if it stays so, look at the adapter's log for its"
                        + " rights and endpoint."))
        .orElseGet(
            () ->
                Verdict.of(
                    ScalingCause.METRIC_MISSING,
                    scene.service() + "'s autoscaler gets no metric: " + said + ".",
                    "Look at the metrics adapter's log."));
  }

  private static Optional<Verdict> ofLog(Scene scene, MetricFacts metric) {
    ElasticInferenceException failure = metric.failure();
    if (failure != null) {
      String message = String.valueOf(failure.getMessage());
      String observed =
          failure.hint().isEmpty() ? message : message.replace(failure.hint(), "").strip();
      return Optional.of(
          Verdict.of(
              ScalingCause.LOG_UNREADABLE,
              scene.service() + " gets no metric, and its log cannot be read either: " + observed,
              failure.hint()));
    }
    LogView log = metric.log();
    if (log == null) {
      return Optional.empty();
    }
    if (log.newest().isEmpty()) {
      return Optional.of(
          Verdict.of(
              ScalingCause.LOG_EMPTY,
              scene.service()
                  + " gets no metric, because the log "
                  + log.log()
                  + " has had no line at all for 15 minutes.",
              "Send a request through the ingress; if no line comes, look whether it is this log"
                  + " store that the ingress writes to, and whether its log is collected."));
    }
    return tooOld(scene, log, scene.facts().now().minus(log.longestReach()))
        .or(() -> otherRoute(scene, log));
  }

  /** Whether even the newest line of any route is older than what a metric reads. */
  static Optional<Verdict> tooOld(Scene scene, LogView log, Instant from) {
    Instant newest = log.newest().orElseThrow();
    if (!newest.isBefore(from)) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict(
            ScalingCause.METRIC_TOO_OLD,
            scene.service()
                + "'s metric is too old: the newest line in "
                + log.log()
                + " is "
                + ago(newest, scene.facts().now())
                + " old, and the adapter reads the "
                + Tables.time(log.interval())
                + " up to "
                + Tables.time(log.delay())
                + " ago; either nobody has sent a request through the ingress since, or the log is"
                + " collected late.",
            "Send a request and see when its line arrives; where that takes longer than the delay,"
                + " raise queryDelay(..), at most 100 s together with queryInterval(..).",
            false,
            null));
  }

  /** Whether the service's requests stand under another name in the log. */
  static Optional<Verdict> otherRoute(Scene scene, LogView log) {
    String own = scene.facts().names().route().toString();
    boolean counted = log.route().equals("*") || log.ownLines().isPresent();
    String service = scene.facts().names().namespace() + "-" + scene.facts().names().workload();
    Optional<String> seen =
        log.routes().stream()
            .map(LogView.RouteLines::route)
            .filter(route -> !route.equals(log.route()))
            .filter(
                route ->
                    route.startsWith(service + "-") || route.startsWith("sticky-" + service + "-"))
            .findFirst();
    boolean itself = log.route().equals(own) || log.route().equals("sticky-" + own);
    if (counted || (seen.isEmpty() && itself)) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.of(
            ScalingCause.OTHER_ROUTE,
            scene.service()
                + "'s autoscaler counts the requests of route '"
                + log.route()
                + "', which has none, while "
                + seen.map(route -> "the log has them under '" + route + "'")
                    .orElse("the service's own route is '" + own + "'")
                + ".",
            "Deploy the service again, which writes its ingress and its autoscaler anew; a hand-made"
                + " ingress is to name the port by its number."));
  }

  /** Where the metric is there and 0. */
  static Optional<Verdict> zero(Scene scene) {
    for (MetricFacts metric : scene.facts().metrics()) {
      LogView log = metric.log();
      AdapterReading reading = metric.reading();
      if (log == null || log.newest().isEmpty() || reading == null) {
        continue;
      }
      Optional<Verdict> verdict =
          otherRoute(scene, log).or(() -> tooOld(scene, log, reading.from()));
      if (verdict.isPresent()) {
        return verdict;
      }
    }
    return Optional.of(
        Verdict.of(
            ScalingCause.NO_TRAFFIC,
            scene.service()
                + " gets no requests, so it is kept at its minimum of "
                + Scene.count(scene.status().minReplicas())
                + ".",
            "Send requests to its endpoint(); the metric follows after the log's and the adapter's"
                + " delay."));
  }

  /** Whether a metric covers more than the adapter asks for. */
  static Optional<Verdict> partial(Scene scene) {
    return scene.facts().metrics().stream()
        .map(MetricFacts::reading)
        .filter(reading -> reading != null && !reading.whole())
        .findFirst()
        .map(
            reading ->
                Verdict.of(
                    ScalingCause.METRIC_PARTIAL,
                    scene.service()
                        + "'s metric "
                        + reading.metric()
                        + " reads too low: it is averaged over the "
                        + Tables.time(Duration.between(reading.from(), reading.to()))
                        + " up to "
                        + ago(reading.to(), scene.facts().now())
                        + " ago, and the adapter asks the log for the last 100 s only.",
                    "Deploy it with queryInterval(..) and queryDelay(..) of at most 100 s"
                        + " together."));
  }

  static boolean allZero(Scene scene) {
    return !scene.status().readings().isEmpty()
        && scene.status().readings().stream()
            .map(ScalingReading::value)
            .allMatch(value -> value.isPresent() && value.getAsDouble() == 0);
  }

  private static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return Tables.time(age.isNegative() ? Duration.ZERO : Duration.ofSeconds(age.toSeconds()));
  }
}
