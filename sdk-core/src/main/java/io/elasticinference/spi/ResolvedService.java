package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
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
 * @param metric what it scales by; null where it does not
 */
public record ResolvedService(
    InferenceSpec spec,
    ServiceNames names,
    @Nullable Long modelVersion,
    ModelVolume volume,
    PodPlacement placement,
    @Nullable ScalingMetric metric) {

  /**
   * What the service scales by.
   *
   * @return empty for a fixed number of replicas
   */
  public Optional<ScalingMetric> scalingMetric() {
    return Optional.ofNullable(metric);
  }
}
