package io.elasticinference.spi;

import java.util.Map;

/**
 * How a cluster mounts a model: a CSI volume in neutral terms.
 *
 * @param driver the CSI driver's name
 * @param attributes the driver's attributes; never a key or secret
 * @param secretData what the driver needs to know and nobody may see; empty where a role is used
 * @param capacity the size written down for it, for example {@code 5Gi}
 * @param mountPath where it is mounted in the container
 */
public record ModelVolume(
    String driver,
    Map<String, String> attributes,
    Map<String, Secret> secretData,
    String capacity,
    String mountPath) {

  public ModelVolume {
    attributes = Map.copyOf(attributes);
    secretData = Map.copyOf(secretData);
  }
}
