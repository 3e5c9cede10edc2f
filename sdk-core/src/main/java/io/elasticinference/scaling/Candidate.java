package io.elasticinference.scaling;

import java.time.Duration;

/**
 * A setting that was tried, and how it fared.
 *
 * @param autoscaler the setting
 * @param latency the latency at the promise's percentile
 * @param failureRatio the share of the requests that failed
 * @param podHours the hours of all replicas together
 * @param cost what they cost
 * @param peakReplicas the most replicas that it wanted
 * @param keepsSlo whether it kept the promise
 */
public record Candidate(
    HpaSettings autoscaler,
    Duration latency,
    double failureRatio,
    double podHours,
    double cost,
    int peakReplicas,
    boolean keepsSlo) {

  static Candidate of(CapacityReport report, Slo slo) {
    return new Candidate(
        report.autoscaler(),
        report.latency(slo.percentile()),
        report.failureRatio(),
        report.podHours(),
        report.cost(),
        report.peakReplicas(),
        report.keeps(slo));
  }
}
