package io.elasticinference;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that one wants of a service, as {@link InferenceBuilder} collects it. Immutable; holds what
 * was said, right or wrong, and is checked when it is planned or deployed.
 *
 * @param name the service's name, unique in its namespace
 * @param namespace the namespace that its objects live in
 * @param servingVersion the version of the service, which ends its base name {@code
 *     {name}-{version}}
 * @param model the model to serve
 * @param image the container image of the model server
 * @param gpuSpecs instance types, tried in this order
 * @param gpusGiven GPUs a replica where the caller gave them; null: what the first instance type
 *     has
 * @param burst where replicas may run
 * @param autoscaleGiven how the service scales; null: it keeps {@code replicas}
 * @param replicas replicas of a service that does not scale; not written for one that does
 * @param exposureGiven how the service is reached from outside; null: only from within the cluster
 * @param runtimeGiven the server of a custom model; null for a framework that the SDK knows
 */
public record InferenceSpec(
    String name,
    String namespace,
    String servingVersion,
    Model model,
    String image,
    List<String> gpuSpecs,
    @Nullable Integer gpusGiven,
    Burst burst,
    @Nullable Autoscale autoscaleGiven,
    int replicas,
    @Nullable Exposure exposureGiven,
    @Nullable ServingRuntime runtimeGiven) {

  public InferenceSpec {
    gpuSpecs = List.copyOf(gpuSpecs);
  }

  /**
   * How the service scales.
   *
   * @return the autoscale; empty for a fixed number of replicas
   */
  public Optional<Autoscale> autoscale() {
    return Optional.ofNullable(autoscaleGiven);
  }

  /**
   * How the service is reached from outside.
   *
   * @return the exposure; empty for a service inside the cluster only
   */
  public Optional<Exposure> exposure() {
    return Optional.ofNullable(exposureGiven);
  }

  /**
   * The server of a custom model.
   *
   * @return the runtime; empty for a framework that the SDK knows
   */
  public Optional<ServingRuntime> runtime() {
    return Optional.ofNullable(runtimeGiven);
  }

  /**
   * GPUs a replica, where the caller gave them.
   *
   * @return the number; empty for what the first instance type has
   */
  public Optional<Integer> gpus() {
    return Optional.ofNullable(gpusGiven);
  }
}
