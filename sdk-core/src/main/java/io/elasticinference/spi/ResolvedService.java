package io.elasticinference.spi;

import io.elasticinference.Autoscale;
import io.elasticinference.InferenceSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A specification with all that was worked out for it: everything a renderer needs.
 *
 * @param spec what the caller wants
 * @param names the names of its objects
 * @param modelVersion the model's version to serve; null: the newest in the store
 * @param volume how the model is mounted
 * @param placement what its pods carry
 * @param metrics what it scales by, in the specification's order; none where it does not
 * @param minReplicas the fewest replicas now, with the windows that are open; the number of
 *     replicas where it does not scale
 * @param schedule when the fewest replicas change; null where they never do
 */
public record ResolvedService(
    InferenceSpec spec,
    ServiceNames names,
    @Nullable Long modelVersion,
    ModelVolume volume,
    PodPlacement placement,
    List<ScalingMetric> metrics,
    int minReplicas,
    @Nullable MinimumSchedule schedule) {

  public ResolvedService {
    metrics = List.copyOf(metrics);
  }

  /**
   * A service whose fewest replicas are always the same.
   *
   * @param spec what the caller wants
   * @param names the names of its objects
   * @param modelVersion the model's version to serve; null: the newest in the store
   * @param volume how the model is mounted
   * @param placement what its pods carry
   * @param metrics what it scales by; none where it does not
   */
  public ResolvedService(
      InferenceSpec spec,
      ServiceNames names,
      @Nullable Long modelVersion,
      ModelVolume volume,
      PodPlacement placement,
      List<ScalingMetric> metrics) {
    this(
        spec,
        names,
        modelVersion,
        volume,
        placement,
        metrics,
        spec.autoscale().map(Autoscale::minReplicas).orElse(spec.replicas()),
        null);
  }

  /**
   * When the fewest replicas change.
   *
   * @return empty where they never do
   */
  public Optional<MinimumSchedule> minimumSchedule() {
    return Optional.ofNullable(schedule);
  }

  /**
   * Whether the number of replicas is an autoscaler's.
   *
   * @return false for a fixed number of replicas
   */
  public boolean scales() {
    return !metrics.isEmpty();
  }
}
