package io.elasticinference.k8s.internal.watch;

import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.Memory;
import io.elasticinference.k8s.internal.diagnose.Patience;
import io.elasticinference.k8s.internal.diagnose.StatusJudge;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ServiceNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * All watches of one connection: those of a namespace are shared, and end with the last listener.
 */
public final class WatchHub implements AutoCloseable {

  private final ApiServer server;
  private final Workers workers;
  private final Memory memory;
  private final Failures failures;
  private final ScheduledThreadPoolExecutor judging;
  private final Map<String, NamespaceView> views = new HashMap<>();
  private final Set<ServiceWatch> services = ConcurrentHashMap.newKeySet();

  public WatchHub(ApiServer server, Workers workers, Memory memory) {
    this.server = server;
    this.workers = workers;
    this.memory = memory;
    this.failures = new Failures(server.url());
    judging =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "elastic-inference-status");
              thread.setDaemon(true);
              return thread;
            },
            // What still changes while this is closed is nobody's business any more.
            new ThreadPoolExecutor.DiscardPolicy());
    judging.setRemoveOnCancelPolicy(true);
    judging.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Looks at one version now. */
  public ServiceStatus status(ServiceNames names) {
    return StatusJudge.judge(
        names, Seeing.now(server, workers, names), Asking.waiting(server, workers), Patience.NONE);
  }

  /** Tells a listener of a version's status, now and after each change. */
  public synchronized Cluster.Watching watch(
      ServiceNames names, Consumer<ServiceStatus> onStatus, Consumer<RuntimeException> onFailure) {
    NamespaceView view = views.get(names.namespace());
    boolean fresh = view == null;
    if (view == null) {
      view = new NamespaceView(server, names.namespace(), new Dispatch(names.namespace()));
      views.put(names.namespace(), view);
    }
    ServiceWatch service =
        new ServiceWatch(
            names,
            view,
            memory,
            failures,
            judging,
            onAnswer -> Asking.aside(server, workers, onAnswer),
            onStatus,
            onFailure,
            this::release);
    services.add(service);
    if (fresh) {
      view.start();
    }
    service.changed();
    return service;
  }

  /** Tells the services of one namespace what its watches see. */
  private final class Dispatch implements NamespaceView.Listener {
    private final String namespace;

    Dispatch(String namespace) {
      this.namespace = namespace;
    }

    @Override
    public void changed(Resource resource, Map<String, Object> object) {
      for (ServiceWatch service : services) {
        if (service.names().namespace().equals(namespace)
            && NamespaceView.concerns(service.names(), resource, object)) {
          service.changed();
        }
      }
    }

    @Override
    public void synced() {
      all();
    }

    @Override
    public void refused(ApiFailure failure) {
      // Whoever listens next tries anew: the right may be there by then.
      synchronized (WatchHub.this) {
        NamespaceView over = views.remove(namespace);
        if (over != null) {
          over.close();
        }
      }
      all();
    }

    private void all() {
      for (ServiceWatch service : services) {
        if (service.names().namespace().equals(namespace)) {
          service.changed();
        }
      }
    }
  }

  private synchronized void release(ServiceWatch service) {
    services.remove(service);
    NamespaceView view = service.view();
    boolean used = services.stream().anyMatch(other -> other.view().equals(view));
    if (!used) {
      views.remove(service.names().namespace(), view);
      view.close();
    }
  }

  @Override
  public void close() {
    for (ServiceWatch service : services) {
      service.close();
    }
    judging.shutdownNow();
  }
}
