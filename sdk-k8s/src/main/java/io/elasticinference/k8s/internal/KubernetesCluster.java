package io.elasticinference.k8s.internal;

import io.elasticinference.Autoscale;
import io.elasticinference.Exposure;
import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.Applier;
import io.elasticinference.k8s.internal.apply.CanaryCheck;
import io.elasticinference.k8s.internal.apply.Catalog;
import io.elasticinference.k8s.internal.apply.Checker;
import io.elasticinference.k8s.internal.apply.Deleter;
import io.elasticinference.k8s.internal.apply.Differ;
import io.elasticinference.k8s.internal.apply.Memory;
import io.elasticinference.k8s.internal.job.RunningJob;
import io.elasticinference.k8s.internal.mount.VolumeUsers;
import io.elasticinference.k8s.internal.preflight.ClusterChecks;
import io.elasticinference.k8s.internal.watch.AutoscalerLook;
import io.elasticinference.k8s.internal.watch.WatchHub;
import io.elasticinference.spi.AutoscalerFacts;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PreflightCheck;
import io.elasticinference.spi.PreflightSubject;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.VolumeUser;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The cluster port: hands each call to the room that knows how. */
final class KubernetesCluster implements Cluster {

  private final ApiServer server;
  private final Workers workers = new Workers();
  private final Failures failures;
  private final Checker checker;
  private final Applier applier;
  private final Differ differ;
  private final Deleter deleter;
  private final Catalog catalog;
  private final VolumeUsers volumeUsers;
  private final WatchHub hub;
  private final AutoscalerLook autoscalers;

  KubernetesCluster(ApiServer server) {
    this.server = server;
    Memory memory = new Memory();
    failures = new Failures(server.url());
    checker = new Checker(server, memory);
    applier = new Applier(server, workers, memory);
    differ = new Differ(server, workers, memory);
    deleter = new Deleter(server, workers, memory);
    catalog = new Catalog(server, workers);
    volumeUsers = new VolumeUsers(server, workers);
    hub = new WatchHub(server, workers, memory);
    autoscalers = new AutoscalerLook(server, workers, hub);
  }

  @Override
  public String server() {
    return server.url();
  }

  @Override
  public void check(ServiceNames names, @Nullable Autoscale autoscale) {
    failures.explained(
        () -> {
          checker.check(names, autoscale);
          return names;
        });
  }

  @Override
  public void checkCanary(ServiceNames names, Exposure exposure) {
    failures.explained(
        () -> {
          new CanaryCheck(server).check(names, exposure);
          return names;
        });
  }

  @Override
  public List<PreflightCheck> preflight(PreflightSubject subject) {
    return new ClusterChecks(server, workers, checker.tolerance(), subject).all();
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
    return failures.explained(() -> hub.status(names));
  }

  @Override
  public AutoscalerFacts autoscalerFacts(ServiceNames names) {
    return failures.explained(() -> autoscalers.facts(names));
  }

  @Override
  public Watching watch(
      ServiceNames names, Consumer<ServiceStatus> onStatus, Consumer<RuntimeException> onFailure) {
    return hub.watch(names, onStatus, onFailure);
  }

  @Override
  public List<DeployedService> list(@Nullable String namespace) {
    return failures.explained(() -> catalog.list(namespace));
  }

  @Override
  public List<DeployedService> find(String namespace, String name) {
    return failures.explained(() -> catalog.find(namespace, name));
  }

  @Override
  public List<VolumeUser> volumeUsers(Predicate<ClusterVolume> volumes) {
    return failures.explained(() -> volumeUsers.find(volumes));
  }

  @Override
  public Optional<String> ingressAddress(ServiceNames names) {
    return failures.explained(() -> catalog.ingressAddress(names));
  }

  @Override
  public List<ObjectRef> delete(String namespace, String name, @Nullable String version) {
    return failures.explained(() -> deleter.delete(namespace, name, version));
  }

  @Override
  public PodJob.Running run(PodJob job, PodJob.Listener listener) {
    return failures.explained(() -> RunningJob.start(server, workers, job, listener));
  }

  @Override
  public void close() {
    hub.close();
    workers.close();
    server.close();
  }
}
