package io.elasticinference;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a service scales by the traffic that its ingress sees. Immutable; checked when a service is
 * planned or deployed.
 *
 * @see #qps(double)
 */
public final class Autoscale {

  /** The fewest and most replicas where none are given: what the ACK tutorial writes. */
  private static final int DEFAULT_MIN = 1;

  private static final int DEFAULT_MAX = 10;

  /** The log store that ACK's ingress component creates. */
  private static final String DEFAULT_LOGSTORE = "nginx-ingress";

  private final double targetQps;
  private final int minReplicas;
  private final int maxReplicas;
  private final @Nullable String project;
  private final String logstore;
  private final @Nullable Duration queryInterval;
  private final @Nullable Duration queryDelay;

  private Autoscale(
      double targetQps,
      int minReplicas,
      int maxReplicas,
      @Nullable String project,
      String logstore,
      @Nullable Duration queryInterval,
      @Nullable Duration queryDelay) {
    this.targetQps = targetQps;
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
    return new Autoscale(
        requestsPerSecond, DEFAULT_MIN, DEFAULT_MAX, null, DEFAULT_LOGSTORE, null, null);
  }

  /**
   * Bounds the replicas.
   *
   * @param min the fewest, at least 1
   * @param max the most, at least {@code min}
   * @return the same with those bounds
   */
  public Autoscale replicas(int min, int max) {
    return new Autoscale(targetQps, min, max, project, logstore, queryInterval, queryDelay);
  }

  /**
   * Names the log project that the ingress writes its access log to.
   *
   * @param project the project's name; without it the cluster's own, {@code k8s-log-{cluster id}}
   * @return the same with that project
   */
  public Autoscale project(String project) {
    return new Autoscale(
        targetQps, minReplicas, maxReplicas, project, logstore, queryInterval, queryDelay);
  }

  /**
   * Names the log store of the ingress's access log.
   *
   * @param logstore the log store's name; without it {@code nginx-ingress}
   * @return the same with that log store
   */
  public Autoscale logstore(String logstore) {
    return new Autoscale(
        targetQps, minReplicas, maxReplicas, project, logstore, queryInterval, queryDelay);
  }

  /**
   * Sets over how long the autoscaler's metric is averaged.
   *
   * @param interval at least 15 s; together with the delay at most 100 s
   * @return the same with that interval
   */
  public Autoscale queryInterval(Duration interval) {
    return new Autoscale(
        targetQps, minReplicas, maxReplicas, project, logstore, interval, queryDelay);
  }

  /**
   * Sets how far behind now the autoscaler's metric ends, since logs take time to arrive.
   *
   * @param delay at least 0 s; together with the interval at most 100 s
   * @return the same with that delay
   */
  public Autoscale queryDelay(Duration delay) {
    return new Autoscale(
        targetQps, minReplicas, maxReplicas, project, logstore, queryInterval, delay);
  }

  /**
   * The rate that each replica is kept near.
   *
   * @return requests a second
   */
  public double targetQps() {
    return targetQps;
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
    return "qps(" + targetQps + ").replicas(" + minReplicas + ", " + maxReplicas + ")";
  }
}
