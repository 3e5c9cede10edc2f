package io.elasticinference.spi;

import java.util.Optional;

/**
 * The port to whoever can hand out access to a cluster; found by {@link java.util.ServiceLoader}.
 */
public interface Connection {

  /**
   * Which setting this one needs, for the message that lists each place that was looked in.
   *
   * @return for example {@code ACK_CLUSTER_ID (temporary kubeconfig from ACK)}
   */
  String describe();

  /**
   * Asks for a temporary kubeconfig.
   *
   * @param environment the settings
   * @return the kubeconfig's YAML; empty where the settings name no cluster
   * @throws io.elasticinference.ClusterAccessException where a cluster is named and access is
   *     refused
   */
  Optional<Secret> kubeconfig(Environment environment);
}
