package io.elasticinference.testkit;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.ControlPlaneException;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.KubeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes namespaces and sees to it that they go. The namespace controller begins 5 s after a
 * deletion (kubernetes, pkg/controller/namespace: {@code namespaceDeletionGracePeriod}), so nobody
 * waits for it; what is left then is looked at from a thread of its own.
 */
final class NamespaceRemovals implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NamespaceRemovals.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** By then the controller has been there, and so was whoever takes its own finalizers off. */
  private static final Duration FINALIZERS_STAY = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A namespace that is going: of whom, and since when. */
  private record Going(String purpose, long since) {
    Duration age() {
      return Duration.ofNanos(System.nanoTime() - since);
    }
  }

  private final KubeClient kube;
  private final ForeignFinalizers finalizers;
  private final Map<String, Going> going = Collections.synchronizedMap(new LinkedHashMap<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "local-cloud-removal");
            thread.setDaemon(true);
            return thread;
          });

  NamespaceRemovals(KubeClient kube) {
    this.kube = kube;
    this.finalizers = new ForeignFinalizers(kube);
    var unused =
        looker.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Deletes a namespace, ends its pods at once, and deletes the volumes that it has claimed. */
  void begin(String name, String purpose) {
    String path = "/api/v1/namespaces/" + name;
    delete(path, new JsonObject());
    // In a namespace that is going no pod can be made any more, so these are the last ones.
    delete(path + "/pods", Json.object("gracePeriodSeconds", 0));
    for (JsonObject volume : Json.objects(kube.get("/api/v1/persistentvolumes"), "items")) {
      if (Json.text(volume, "spec", "claimRef", "namespace").equals(name)) {
        delete(
            "/api/v1/persistentvolumes/" + Json.text(volume, "metadata", "name"), new JsonObject());
      }
    }
    going.put(name, new Going(purpose, System.nanoTime()));
  }

  /** What should have gone by now and is still there, each a sentence. */
  List<String> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }

  private void delete(String path, JsonObject options) {
    try {
      kube.delete(path, options);
    } catch (KubeException e) {
      // A test may have deleted it already.
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
      LOG.debug("{} is gone already", path);
    }
  }

  private void look() {
    try {
      Map<String, Going> now;
      synchronized (going) {
        now = new LinkedHashMap<>(going);
      }
      for (Iterator<Map.Entry<String, Going>> each = now.entrySet().iterator(); each.hasNext(); ) {
        Map.Entry<String, Going> entry = each.next();
        if (settled(entry.getKey(), entry.getValue())) {
          going.remove(entry.getKey());
        }
      }
    } catch (KubeException | ControlPlaneException e) {
      // The API server may be stopped, for a test: this looks again.
      LOG.debug("namespaces that are going could not be looked at", e);
    }
  }

  private boolean settled(String name, Going how) {
    var namespace = kube.find("/api/v1/namespaces/" + name);
    if (namespace.isEmpty()) {
      return true;
    }
    if (how.age().compareTo(PATIENCE) > 0) {
      String failure =
          String.format(
              "Namespace '%s' of %s: still there %d s after its test (expected: gone). %s",
              name, how.purpose(), PATIENCE.toSeconds(), ForeignFinalizers.why(namespace.get()));
      LOG.warn(failure);
      failures.add(failure);
      return true;
    }
    if (how.age().compareTo(FINALIZERS_STAY) > 0) {
      for (String object : finalizers.takeOff(namespace.get())) {
        LOG.warn(
            "Namespace '{}' of {} left {} behind, which nobody took off: it was taken off by force",
            name,
            how.purpose(),
            object);
      }
    }
    return false;
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
