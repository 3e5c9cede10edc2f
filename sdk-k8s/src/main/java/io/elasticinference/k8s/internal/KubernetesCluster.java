package io.elasticinference.k8s.internal;

import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.Applier;
import io.elasticinference.k8s.internal.apply.Checker;
import io.elasticinference.k8s.internal.apply.Differ;
import io.elasticinference.k8s.internal.apply.Memory;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cluster port: hands each call to the room that knows how. */
final class KubernetesCluster implements Cluster {

  private final ApiServer server;
  private final Workers workers = new Workers();
  private final Failures failures;
  private final Checker checker;
  private final Applier applier;
  private final Differ differ;

  KubernetesCluster(ApiServer server) {
    this.server = server;
    Memory memory = new Memory();
    failures = new Failures(server.url());
    checker = new Checker(server, memory);
    applier = new Applier(server, workers, memory);
    differ = new Differ(server, workers);
  }

  @Override
  public String server() {
    return server.url();
  }

  @Override
  public void check(ServiceNames names, boolean autoscaled) {
    failures.explained(
        () -> {
          checker.check(names, autoscaled);
          return names;
        });
  }

  @Override
  public List<PlannedChange> diff(List<Manifest> manifests) {
    return differ.diff(manifests);
  }

  @Override
  public List<PlannedChange> apply(List<Manifest> manifests, Consumer<PlannedChange> onApplied) {
    return applier.apply(manifests, onApplied);
  }

  @Override
  public ServiceStatus status(ServiceNames names) {
    throw new UnsupportedOperationException("status");
  }

  @Override
  public Watching watch(
      ServiceNames names, Consumer<ServiceStatus> onStatus, Consumer<RuntimeException> onFailure) {
    throw new UnsupportedOperationException("watch");
  }

  @Override
  public List<DeployedService> list(@Nullable String namespace) {
    throw new UnsupportedOperationException("list");
  }

  @Override
  public List<DeployedService> find(String namespace, String name) {
    throw new UnsupportedOperationException("find");
  }

  @Override
  public Optional<String> ingressAddress(ServiceNames names) {
    throw new UnsupportedOperationException("ingressAddress");
  }

  @Override
  public List<ObjectRef> delete(String namespace, String name, @Nullable String version) {
    throw new UnsupportedOperationException("delete");
  }

  @Override
  public void close() {
    workers.close();
    server.close();
  }
}
