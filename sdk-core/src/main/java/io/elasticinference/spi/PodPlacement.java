package io.elasticinference.spi;

import java.util.Map;

/**
 * What a pod must carry to run where it is wanted.
 *
 * @param labels labels of the pod
 * @param annotations annotations of the pod
 * @param limits extended resources that the container asks for, for example one {@code
 *     nvidia.com/gpu}
 */
public record PodPlacement(
    Map<String, String> labels, Map<String, String> annotations, Map<String, Long> limits) {

  public PodPlacement {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    limits = Map.copyOf(limits);
  }
}
