package io.elasticinference.k8s.internal;

import io.elasticinference.k8s.internal.connect.ClusterSearch;
import io.elasticinference.k8s.internal.render.ObjectRenderer;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Renderer;
import java.util.List;

/** Makes the cluster port and its renderer; found by {@link java.util.ServiceLoader}. */
public final class KubernetesProvider implements Cluster.Provider {

  @Override
  public Renderer renderer() {
    return new ObjectRenderer();
  }

  @Override
  public Cluster connect(Environment environment, List<Connection> connections) {
    return new KubernetesCluster(ClusterSearch.connect(environment, connections));
  }
}
