package io.elasticinference.internal;

import io.elasticinference.Exposure;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Plan;
import io.elasticinference.PlannedChange;
import io.elasticinference.ServiceStatus;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.event.Stage;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ServiceNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one way from a specification to a running service: validate, connect, upload, resolve,
 * render, diff or apply, observe. {@link #toYaml} stops after render, {@link #plan} after diff,
 * {@link #deploy} after apply.
 */
public final class Pipeline {

  private final Ports ports;
  private final ServiceListener listener;

  /**
   * A pipeline on the ports of one client.
   *
   * @param ports the ports
   * @param listener hears what happens
   */
  public Pipeline(Ports ports, ServiceListener listener) {
    this.ports = ports;
    this.listener = listener;
  }

  /**
   * The names of a specification's objects.
   *
   * @param spec what the caller wants
   * @return the names
   */
  public static ServiceNames names(InferenceSpec spec) {
    return new ServiceNames(
        spec.namespace(), spec.name(), spec.servingVersion(), spec.model().framework());
  }

  /**
   * How the ingress's log names a specification's requests.
   *
   * @param spec what the caller wants
   * @return the route of its version
   */
  public static Route route(InferenceSpec spec) {
    Route route = names(spec).route();
    boolean sticky = spec.exposure().map(Exposure::sticky).orElse(false);
    return new Route(route.namespace(), route.service(), route.port(), sticky);
  }

  /**
   * Validates, resolves and renders; needs no cluster.
   *
   * @param spec what the caller wants
   * @return the objects as YAML, without secret values
   */
  public String toYaml(InferenceSpec spec) {
    return operation(
        "to_yaml",
        spec,
        events -> {
          Optional<LocalModel> local = validate(spec, events);
          return ports.renderer().toYaml(render(spec, local, events));
        });
  }

  /**
   * Asks the API server what a deploy would change; writes nothing.
   *
   * @param spec what the caller wants
   * @return the changes
   */
  public Plan plan(InferenceSpec spec) {
    return operation(
        "plan",
        spec,
        events -> {
          Optional<LocalModel> local = validate(spec, events);
          Cluster cluster = connect(spec, events);
          List<Manifest> manifests = render(spec, local, events);
          return new Plan(events.stage(Stage.DIFF, () -> cluster.diff(manifests)));
        });
  }

  /**
   * Brings a service into the cluster; returns once the API server has accepted every object.
   *
   * @param spec what the caller wants
   */
  public void deploy(InferenceSpec spec) {
    List<PlannedChange> unused = operation("deploy", spec, events -> deploy(spec, events));
  }

  private List<PlannedChange> deploy(InferenceSpec spec, Events events) {
    Optional<LocalModel> local = validate(spec, events);
    Cluster cluster = connect(spec, events);
    events.stage(
        Stage.UPLOAD,
        () -> {
          new UploadStage(ports.modelStore(), events).run(spec.model(), local);
          return null;
        });
    List<Manifest> manifests = render(spec, local, events);
    return events.stage(
        Stage.APPLY,
        () ->
            cluster.apply(
                manifests,
                change -> events.tell(new ServiceEvent.ObjectApplied(spec.name(), change))));
  }

  /**
   * Waits until a version is ready.
   *
   * @param names the version
   * @param timeout how long at most
   * @return the status that was ready
   */
  public ServiceStatus awaitReady(ServiceNames names, Duration timeout) {
    Events events = new Events(names.name(), listener);
    return ports.operation(
        "await_ready",
        Ports.subject(names),
        () ->
            events.stage(
                Stage.OBSERVE,
                () -> new ObserveStage(ports.cluster(), events).run(names, timeout)));
  }

  private <T> T operation(String name, InferenceSpec spec, Function<Events, T> work) {
    Events events = new Events(spec.name(), listener);
    return ports.operation(name, Ports.subject(names(spec)), () -> work.apply(events));
  }

  private Optional<LocalModel> validate(InferenceSpec spec, Events events) {
    return events.stage(Stage.VALIDATE, () -> new ValidateStage(ports).run(spec, names(spec)));
  }

  private Cluster connect(InferenceSpec spec, Events events) {
    return events.stage(
        Stage.CONNECT,
        () -> {
          Cluster cluster = ports.cluster();
          cluster.check(names(spec), spec.autoscaleGiven());
          Exposure exposure = spec.exposureGiven();
          if (exposure != null && exposure.canary().isPresent()) {
            cluster.checkCanary(names(spec), exposure);
          }
          return cluster;
        });
  }

  private List<Manifest> render(InferenceSpec spec, Optional<LocalModel> local, Events events) {
    ResolvedService resolved =
        events.stage(
            Stage.RESOLVE,
            () -> new ResolveStage(ports, Clock.systemUTC()).run(spec, names(spec), local));
    return events.stage(Stage.RENDER, () -> ports.renderer().render(resolved));
  }
}
