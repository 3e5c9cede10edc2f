package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster is looked at for before a deployment. Whatever could not be worked out is left
 * out, and what needs it is not looked at.
 *
 * @param spec what the caller wants
 * @param names the names of its objects
 * @param metrics what it scales by; none where it does not
 * @param placement what its pods carry
 * @param elasticNodes the labels of the nodes that stand for elastic instances
 * @param volumeDriver the CSI driver that mounts the model; null where it is not known
 * @param ingressAddress where requests are sent instead of to the ingress's own address; null where
 *     nothing was said
 */
public record PreflightSubject(
    InferenceSpec spec,
    ServiceNames names,
    List<ScalingMetric> metrics,
    PodPlacement placement,
    Map<String, String> elasticNodes,
    @Nullable String volumeDriver,
    @Nullable String ingressAddress) {

  public PreflightSubject {
    metrics = List.copyOf(metrics);
    elasticNodes = Map.copyOf(elasticNodes);
  }
}
