package io.elasticinference.testkit.gateway;

import java.net.InetSocketAddress;

/**
 * A pod that is ready: the address by which the cluster knows it, and the one where it can be
 * reached.
 *
 * @param name {@code host:port} as the access log shows it
 * @param address where it listens
 */
public record Upstream(String name, InetSocketAddress address) {

  /**
   * Describes a pod that is known by the address where it listens.
   *
   * @param host a host
   * @param port a port
   * @return the upstream
   */
  public static Upstream of(String host, int port) {
    return new Upstream(host + ":" + port, new InetSocketAddress(host, port));
  }
}
