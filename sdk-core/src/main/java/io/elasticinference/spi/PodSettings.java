package io.elasticinference.spi;

import java.util.List;
import java.util.Map;

/**
 * What the pods of a {@link PodJob} look like, and where they may run.
 *
 * @param image an image with a Java runtime
 * @param pullSecrets names of the secrets that the image is pulled with
 * @param cpus how many cores each pod asks for
 * @param memoryMiB what each asks for, and may not exceed
 * @param labels further labels
 * @param annotations further annotations
 * @param nodeSelector labels that their nodes must have
 * @param tolerations keys of the taints that their nodes may have
 */
public record PodSettings(
    String image,
    List<String> pullSecrets,
    double cpus,
    int memoryMiB,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> nodeSelector,
    List<String> tolerations) {

  public PodSettings {
    pullSecrets = List.copyOf(pullSecrets);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
  }

  /**
   * One core and 1 GiB, anywhere.
   *
   * @param image an image with a Java runtime
   * @return the settings
   */
  public static PodSettings of(String image) {
    return new PodSettings(image, List.of(), 1, 1024, Map.of(), Map.of(), Map.of(), List.of());
  }
}
