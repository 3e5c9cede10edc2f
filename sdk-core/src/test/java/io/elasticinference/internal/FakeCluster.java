package io.elasticinference.internal;

import io.elasticinference.Autoscale;
import io.elasticinference.Exposure;
import io.elasticinference.InferenceSpec;
import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import io.elasticinference.Violation;
import io.elasticinference.spi.AutoscalerFacts;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.Connection;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.PreflightCheck;
import io.elasticinference.spi.PreflightSubject;
import io.elasticinference.spi.Renderer;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.VolumeUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cluster that writes down what it is asked, and says what a test tells it to. */
public final class FakeCluster implements Cluster, Cluster.Provider, Renderer {

  final List<String> calls = new ArrayList<>();
  @Nullable ResolvedService rendered;
  @Nullable Consumer<ServiceStatus> statusListener;
  @Nullable Consumer<RuntimeException> failureListener;
  boolean watchClosed;
  List<VolumeUser> volumeUsers = List.of();
  List<PreflightCheck> checks = List.of();

  /** Runs when a watch begins, as a real one tells the first status at once. */
  Runnable onWatch = () -> {};

  void tell(ServiceStatus status) {
    if (statusListener != null) {
      statusListener.accept(status);
    }
  }

  @Override
  public Renderer renderer() {
    return this;
  }

  @Override
  public Cluster connect(Environment environment, List<Connection> connections) {
    calls.add("connect");
    return this;
  }

  @Override
  public String server() {
    return "https://fake";
  }

  @Override
  public void check(ServiceNames names, @Nullable Autoscale autoscale) {
    calls.add("check " + names.workload() + " " + (autoscale != null));
  }

  @Override
  public void checkCanary(ServiceNames names, Exposure exposure) {
    calls.add("checkCanary " + names.workload() + " " + exposure.canary().orElseThrow());
  }

  @Override
  public List<PreflightCheck> preflight(PreflightSubject subject) {
    return checks;
  }

  @Override
  public List<PlannedChange> diff(List<Manifest> manifests) {
    calls.add("diff");
    return List.of();
  }

  @Override
  public List<PlannedChange> apply(List<Manifest> manifests, Consumer<PlannedChange> onApplied) {
    calls.add("apply " + manifests.size());
    List<PlannedChange> changes = new ArrayList<>();
    for (Manifest manifest : manifests) {
      PlannedChange change =
          new PlannedChange(manifest.object(), PlannedChange.Action.CREATE, List.of());
      onApplied.accept(change);
      changes.add(change);
    }
    return changes;
  }

  @Override
  public ServiceStatus status(ServiceNames names) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public AutoscalerFacts autoscalerFacts(ServiceNames names) {
    throw new AssertionError("not asked in these tests");
  }

  @Override
  public Watching watch(
      ServiceNames names, Consumer<ServiceStatus> onStatus, Consumer<RuntimeException> onFailure) {
    statusListener = onStatus;
    failureListener = onFailure;
    onWatch.run();
    return () -> watchClosed = true;
  }

  @Override
  public List<DeployedService> list(@Nullable String namespace) {
    return List.of();
  }

  @Override
  public List<DeployedService> find(String namespace, String name) {
    return List.of();
  }

  @Override
  public List<VolumeUser> volumeUsers(Predicate<ClusterVolume> volumes) {
    calls.add("volumeUsers");
    return volumeUsers.stream().filter(user -> volumes.test(user.volume())).toList();
  }

  @Override
  public Optional<String> ingressAddress(ServiceNames names) {
    return Optional.of("203.0.113.9");
  }

  @Override
  public List<ObjectRef> delete(String namespace, String name, @Nullable String version) {
    calls.add("delete " + namespace + "/" + name);
    return List.of();
  }

  @Override
  public void close() {
    calls.add("close");
  }

  @Override
  public List<Violation> validate(InferenceSpec spec, ServiceNames names) {
    return spec.name().contains("_")
        ? List.of(new Violation("name", spec.name(), "no underscore"))
        : List.of();
  }

  @Override
  public List<Manifest> render(ResolvedService service) {
    rendered = service;
    return List.of(new Manifest(new ObjectRef("v1", "Service", "default", "s"), Map.of(), false));
  }

  @Override
  public String toYaml(List<Manifest> manifests) {
    return "yaml of " + manifests.size();
  }
}
