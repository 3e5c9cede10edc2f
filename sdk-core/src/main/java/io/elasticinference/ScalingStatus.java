package io.elasticinference;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the autoscaler of a service sees and wants.
 *
 * @param minReplicas its lower bound
 * @param maxReplicas its upper bound
 * @param currentReplicas how many replicas it last saw, which its averages are taken over
 * @param desiredReplicas what it wants now
 * @param readings each of its metrics, in the order in which the autoscaler names them
 * @param message why it does not act, in the cluster's words; empty where nothing is wrong
 */
public record ScalingStatus(
    int minReplicas,
    int maxReplicas,
    int currentReplicas,
    int desiredReplicas,
    List<ScalingReading> readings,
    String message) {

  public ScalingStatus {
    readings = List.copyOf(readings);
  }

  /**
   * One metric's reading.
   *
   * @param metric the metric's name in the cluster
   * @return the reading; empty where the autoscaler has no metric of that name
   */
  public Optional<ScalingReading> reading(String metric) {
    return readings.stream().filter(reading -> reading.metric().equals(metric)).findFirst();
  }

  /**
   * One metric over all replicas as the autoscaler last saw it.
   *
   * @param metric the metric's name in the cluster
   * @return the value; empty before the first one arrived, or where there is no such metric
   */
  public OptionalDouble inAll(String metric) {
    Optional<ScalingReading> reading = reading(metric);
    return reading.isEmpty() ? OptionalDouble.empty() : reading.get().inAll(currentReplicas);
  }

  /**
   * The first metric over all replicas as the autoscaler last saw it: of a service that scales by
   * its rate of requests, requests a second.
   *
   * @return the value; empty before the first one arrived
   */
  public OptionalDouble currentInAll() {
    return readings.isEmpty() ? OptionalDouble.empty() : readings.get(0).inAll(currentReplicas);
  }
}
