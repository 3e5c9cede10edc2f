package io.elasticinference;

import io.elasticinference.metrics.LatencyStatistic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a service scales by the traffic that its ingress sees. Immutable; checked when a service is
 * planned or deployed.
 *
 * @see #qps(double)
 * @see #latency(LatencyStatistic, Duration)
 * @see #inflow(double)
 */
public final class Autoscale {

  /** The fewest and most replicas where none are given: what the ACK tutorial writes. */
  private static final int DEFAULT_MIN = 1;

  private static final int DEFAULT_MAX = 10;

  /** The log store that ACK's ingress component creates. */
  private static final String DEFAULT_LOGSTORE = "nginx-ingress";

  private final List<ScalingTarget> targets;
  private final int minReplicas;
  private final int maxReplicas;
  private final @Nullable String project;
  private final String logstore;
  private final @Nullable Duration queryInterval;
  private final @Nullable Duration queryDelay;

  private Autoscale(
      List<ScalingTarget> targets,
      int minReplicas,
      int maxReplicas,
      @Nullable String project,
      String logstore,
      @Nullable Duration queryInterval,
      @Nullable Duration queryDelay) {
    this.targets = List.copyOf(targets);
    this.minReplicas = minReplicas;
    this.maxReplicas = maxReplicas;
    this.project = project;
    this.logstore = logstore;
    this.queryInterval = queryInterval;
    this.queryDelay = queryDelay;
  }

  /**
   * Keeps each replica near a rate of requests: the replicas become the service's requests a second
   * divided by this, rounded up (Kubernetes' {@code AverageValue}; within its tolerance of 10 %
   * they stay as they are).
   *
   * @param requestsPerSecond requests a second that one replica shall answer, above 0
   * @return an autoscale of 1 to 10 replicas
   */
  public static Autoscale qps(double requestsPerSecond) {
    return by(new ScalingTarget.Qps(requestsPerSecond));
  }

  /**
   * Adds replicas while requests take too long, and takes them away while they are quick. A latency
   * does not add up over replicas, so that no division by it can say how many are needed: the
   * autoscaler multiplies the replicas that are ready by the latency over the target (Kubernetes'
   * {@code Value}, as ACK's own example has it for this metric), again at each sync, also while new
   * replicas are still starting. It finds no steady number where latency does not depend on the
   * replicas, so give it bounds, and better {@link #and} a rate beside it.
   *
   * @param statistic by which number latencies are told
   * @param atMost the latency to keep near, as the ingress sees it; whole milliseconds, at least 1
   * @return an autoscale of 1 to 10 replicas
   */
  public static Autoscale latency(LatencyStatistic statistic, Duration atMost) {
    return by(new ScalingTarget.Latency(statistic, atMost));
  }

  /**
   * Keeps each replica near a rate of bytes that come in with requests: the replicas become the
   * service's bytes a second divided by this, rounded up (Kubernetes' {@code AverageValue}).
   *
   * @param bytesPerSecond bytes a second that one replica shall take in, above 0
   * @return an autoscale of 1 to 10 replicas
   */
  public static Autoscale inflow(double bytesPerSecond) {
    return by(new ScalingTarget.Inflow(bytesPerSecond));
  }

  private static Autoscale by(ScalingTarget target) {
    return new Autoscale(
        List.of(target), DEFAULT_MIN, DEFAULT_MAX, null, DEFAULT_LOGSTORE, null, null);
  }

  /**
   * Scales by further metrics: of all replica counts that its metrics ask for, the autoscaler takes
   * the largest.
   *
   * @param other what else to scale by; only its targets count, bounds and all else stay this one's
   * @return the same with more targets
   */
  public Autoscale and(Autoscale other) {
    return new Autoscale(
        Stream.concat(targets.stream(), other.targets.stream()).toList(),
        minReplicas,
        maxReplicas,
        project,
        logstore,
        queryInterval,
        queryDelay);
  }

  /**
   * Bounds the replicas.
   *
   * @param min the fewest, at least 1
   * @param max the most, at least {@code min}
   * @return the same with those bounds
   */
  public Autoscale replicas(int min, int max) {
    return new Autoscale(targets, min, max, project, logstore, queryInterval, queryDelay);
  }

  /**
   * Names the log project that the ingress writes its access log to.
   *
   * @param project the project's name; without it the cluster's own, {@code k8s-log-{cluster id}}
   * @return the same with that project
   */
  public Autoscale project(String project) {
    return new Autoscale(
        targets, minReplicas, maxReplicas, project, logstore, queryInterval, queryDelay);
  }

  /**
   * Names the log store of the ingress's access log.
   *
   * @param logstore the log store's name; without it {@code nginx-ingress}
   * @return the same with that log store
   */
  public Autoscale logstore(String logstore) {
    return new Autoscale(
        targets, minReplicas, maxReplicas, project, logstore, queryInterval, queryDelay);
  }

  /**
   * Sets over how long the autoscaler's metric is averaged.
   *
   * @param interval at least 15 s; together with the delay at most 100 s
   * @return the same with that interval
   */
  public Autoscale queryInterval(Duration interval) {
    return new Autoscale(
        targets, minReplicas, maxReplicas, project, logstore, interval, queryDelay);
  }

  /**
   * Sets how far behind now the autoscaler's metric ends, since logs take time to arrive.
   *
   * @param delay at least 0 s; together with the interval at most 100 s
   * @return the same with that delay
   */
  public Autoscale queryDelay(Duration delay) {
    return new Autoscale(
        targets, minReplicas, maxReplicas, project, logstore, queryInterval, delay);
  }

  /**
   * What the service scales by.
   *
   * @return at least one target
   */
  public List<ScalingTarget> targets() {
    return targets;
  }

  /**
   * The fewest replicas.
   *
   * @return the lower bound
   */
  public int minReplicas() {
    return minReplicas;
  }

  /**
   * The most replicas.
   *
   * @return the upper bound
   */
  public int maxReplicas() {
    return maxReplicas;
  }

  /**
   * The log project, where it is not the cluster's own.
   *
   * @return the project's name, if one was given
   */
  public Optional<String> project() {
    return Optional.ofNullable(project);
  }

  /**
   * The log store.
   *
   * @return the log store's name
   */
  public String logstore() {
    return logstore;
  }

  /**
   * Over how long the metric is averaged.
   *
   * @return the interval; empty for the adapter's default, 15 s
   */
  public Optional<Duration> queryInterval() {
    return Optional.ofNullable(queryInterval);
  }

  /**
   * How far behind now the metric ends.
   *
   * @return the delay; empty for the adapter's default, 10 s
   */
  public Optional<Duration> queryDelay() {
    return Optional.ofNullable(queryDelay);
  }

  @Override
  public String toString() {
    return targets.get(0)
        + targets.stream()
            .skip(1)
            .map(target -> ".and(" + target + ")")
            .collect(Collectors.joining())
        + ".replicas("
        + minReplicas
        + ", "
        + maxReplicas
        + ")";
  }
}
