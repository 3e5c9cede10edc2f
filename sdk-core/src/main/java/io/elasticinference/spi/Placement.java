package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import java.util.List;
import java.util.Map;

/**
 * The port that knows instance types and elastic instances; found by {@link
 * java.util.ServiceLoader}.
 */
public interface Placement {

  /**
   * Checks what a specification says about where its pods run.
   *
   * @param spec what the caller wants
   * @return all that is wrong; empty where nothing is
   */
  List<Violation> validate(InferenceSpec spec);

  /**
   * Says what the pods of a specification carry.
   *
   * @param spec a specification that {@link #validate} found nothing wrong with
   * @return labels, annotations and resource limits
   */
  PodPlacement place(InferenceSpec spec);

  /**
   * Says by which labels the nodes are known that stand for elastic instances.
   *
   * @return labels and values; none where there are no such nodes
   */
  default Map<String, String> elasticNodes() {
    return Map.of();
  }

  /**
   * Says what to look at before a deployment. Asks nothing itself.
   *
   * @param spec what the caller wants
   * @return one look for each thing
   */
  default List<PreflightCheck> preflight(InferenceSpec spec) {
    return List.of();
  }
}
