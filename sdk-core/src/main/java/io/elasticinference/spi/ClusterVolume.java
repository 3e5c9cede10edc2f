package io.elasticinference.spi;

import java.util.Map;

/**
 * A volume as a cluster knows it: a CSI volume in neutral terms.
 *
 * @param driver the CSI driver's name
 * @param attributes the driver's attributes
 */
public record ClusterVolume(String driver, Map<String, String> attributes) {

  /** Keeps its own copy of the attributes. */
  public ClusterVolume {
    attributes = Map.copyOf(attributes);
  }
}
