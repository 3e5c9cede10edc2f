package io.elasticinference.internal;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Endpoint;
import io.elasticinference.InferenceService;
import io.elasticinference.ServiceStatus;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.event.Subscription;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacitySearch;
import io.elasticinference.load.DistributedLoad;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadProtocol;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTest;
import io.elasticinference.load.Timeline;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import java.time.Clock;
import java.util.function.Function;

/** Puts load on one service, and watches its replicas and autoscaler meanwhile. */
public final class ServiceLoad {

  private final InferenceService service;
  private final Events events;

  /**
   * Makes one.
   *
   * @param service where to send
   * @param listener hears of each second
   */
  public ServiceLoad(InferenceService service, ServiceListener listener) {
    this.service = service;
    this.events = new Events(service.name(), listener);
  }

  /**
   * Sends a profile to the service's own address, never elsewhere.
   *
   * @param profile what to send; without a request, predictions by the model's signature
   * @param targets the service's own addresses
   * @param model the model's name
   * @param loadListener hears of each second too
   * @return the report, with replicas and scaling on its time axis
   */
  public LoadReport stress(
      LoadProfile profile, LoadTargets targets, String model, LoadListener loadListener) {
    LoadTarget target =
        profile.protocol() == LoadProtocol.GRPC
            ? targets.grpc()
            : LoadTargets.http(service.endpoint());
    return stressAt(target, profile, model, loadListener);
  }

  /**
   * Sends a profile to a target, which is one of the service's own or allowed by the profile.
   *
   * @param target where to
   * @param profile what to send; without a request, predictions by the model's signature
   * @param targets the service's own addresses
   * @param model the model's name
   * @param loadListener hears of each second too
   * @return the report, with replicas and scaling on its time axis
   */
  public LoadReport stress(
      LoadTarget target,
      LoadProfile profile,
      LoadTargets targets,
      String model,
      LoadListener loadListener) {
    targets.check(target, profile);
    return stressAt(target, profile, model, loadListener);
  }

  private LoadReport stressAt(
      LoadTarget target, LoadProfile profile, String model, LoadListener loadListener) {
    LoadProfile sent = withRequest(profile, model);
    return watched(loadListener, heard -> LoadTest.run(target, sent, heard));
  }

  private LoadProfile withRequest(LoadProfile profile, String model) {
    if (profile.request().isPresent() || profile.grpcRequest().isPresent()) {
      return profile;
    }
    Endpoint endpoint = service.endpoint();
    return profile.protocol() == LoadProtocol.GRPC
        ? profile.grpc(PredictRequests.grpc(endpoint, model))
        : profile.request(PredictRequests.of(endpoint));
  }

  /**
   * Sends a profile to the service's own endpoint from pods of its cluster.
   *
   * @param load what to send; without a request, predictions by the model's signature
   * @param cluster where the pods run, in the service's namespace
   * @param loadListener hears of each second too
   * @return the report, with replicas and scaling on its time axis
   */
  public LoadReport stress(DistributedLoad load, Cluster cluster, LoadListener loadListener) {
    Endpoint endpoint = service.endpoint();
    DistributedLoad sent =
        load.profile().request().isPresent() ? load : load.request(PredictRequests.of(endpoint));
    return watched(
        loadListener,
        heard ->
            sent.run(
                LoadTargets.http(endpoint), cluster, service.namespace(), service.name(), heard));
  }

  /** Runs a load, with replicas and scaling on the time axis of its report. */
  private LoadReport watched(LoadListener loadListener, Function<LoadListener, LoadReport> load) {
    Last last = new Last(service.status());
    Timeline timeline = new Timeline();
    ScalingRecorder recorder = new ScalingRecorder(timeline, Clock.systemUTC());
    Subscription watching =
        statuses(
            status -> {
              last.status = status;
              recorder.saw(status);
            });
    LoadOutcome outcome = LoadOutcome.ABORTED;
    try {
      LoadReport report =
          load.apply(
                  told(
                      new LoadListener() {
                        @Override
                        public void sampled(LoadSample sample) {
                          events.tell(
                              new ServiceEvent.LoadProgress(service.name(), sample, last.status));
                          loadListener.sampled(sample);
                        }

                        @Override
                        public void waiting(String what) {
                          events.tell(new ServiceEvent.LoadWaiting(service.name(), what));
                          loadListener.waiting(what);
                        }
                      }))
              .plus(timeline);
      outcome = report.outcome();
      events.tell(new ServiceEvent.LoadFinished(service.name(), report));
      return report;
    } finally {
      watching.close();
      ended(outcome);
    }
  }

  /**
   * Tells the telemetry of each second too; on the run's thread, as a part of the caller's work.
   */
  private static LoadListener told(LoadListener listener) {
    Observed observed = Observed.current();
    Observed.Carried carried = Observed.carry();
    return new LoadListener() {
      @Override
      public void sampled(LoadSample sample) {
        Telemetry.Scope scope = carried.resume();
        try {
          if (observed.heard()) {
            observed.told(new Signal.LoadSecond(observed.subject(), sample));
          }
          listener.sampled(sample);
        } finally {
          scope.close();
        }
      }

      @Override
      public void waiting(String what) {
        Telemetry.Scope scope = carried.resume();
        try {
          listener.waiting(what);
        } finally {
          scope.close();
        }
      }
    };
  }

  private static void ended(LoadOutcome outcome) {
    Observed observed = Observed.current();
    observed.told(new Signal.LoadEnded(observed.subject(), outcome));
  }

  /**
   * Searches what one replica carries.
   *
   * @param search what to find; without a request, predictions by the model's signature
   * @param loadListener hears of each second
   * @return what was found
   */
  public CapacityFound capacity(CapacitySearch search, LoadListener loadListener) {
    Endpoint endpoint = service.endpoint();
    CapacitySearch sent =
        search.request().isPresent() ? search : search.request(PredictRequests.of(endpoint));
    Last last = new Last(service.status());
    Subscription watching = statuses(status -> last.status = status);
    LoadOutcome outcome = LoadOutcome.ABORTED;
    try {
      CapacityFound found =
          sent.run(
              LoadTargets.http(endpoint),
              () -> last.status.answeringReplicas(),
              told(loadListener));
      outcome = LoadOutcome.COMPLETED;
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ElasticInferenceException(
          "Service '"
              + service.name()
              + "': the search for its capacity was interrupted (expected: to its end).",
          "Nothing is sent any more; search again.",
          true,
          e);
    } finally {
      watching.close();
      ended(outcome);
    }
  }

  /** What the watch told last. */
  private static final class Last {
    private volatile ServiceStatus status;

    Last(ServiceStatus status) {
      this.status = status;
    }
  }

  private interface StatusListener {
    void saw(ServiceStatus status);
  }

  private Subscription statuses(StatusListener statusListener) {
    return service.watch(
        event -> {
          if (event instanceof ServiceEvent.StatusChanged changed) {
            statusListener.saw(changed.status());
          }
        });
  }
}
