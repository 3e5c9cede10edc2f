package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
import java.util.List;
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
 */
public record ResolvedService(
    InferenceSpec spec,
    ServiceNames names,
    @Nullable Long modelVersion,
    ModelVolume volume,
    PodPlacement placement,
    List<ScalingMetric> metrics) {

  public ResolvedService {
    metrics = List.copyOf(metrics);
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
