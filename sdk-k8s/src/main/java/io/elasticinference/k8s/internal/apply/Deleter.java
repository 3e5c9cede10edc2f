package io.elasticinference.k8s.internal.apply;

import io.elasticinference.AwaitTimeoutException;
import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Names;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.render.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what this SDK made for a service. Objects are found by their labels and not by way of the
 * workload, so that one that was half made, or half deleted, goes as well as a whole one.
 */
public final class Deleter {

  private static final Logger LOG = LoggerFactory.getLogger(Deleter.class);

  /** How long pods may take to end, and with them what they hold. */
  private static final Duration GOING = Duration.ofMinutes(3);

  /** The workload goes first: a claim that is still in use would hang, deleted or not. */
  private static final List<List<Resource>> STAGES =
      List.of(
          List.of(
              Resource.DEPLOYMENT,
              Resource.AUTOSCALER,
              Resource.INGRESS,
              Resource.SERVICE,
              Resource.CONFIG_MAP,
              Resource.CRON_JOB,
              Resource.ROLE_BINDING,
              Resource.ROLE,
              Resource.SERVICE_ACCOUNT),
          List.of(Resource.PERSISTENT_VOLUME_CLAIM, Resource.PERSISTENT_VOLUME, Resource.SECRET));

  private static final int INVALID = 422;

  /** What only services with windows have: who may not see these kinds has made none of them. */
  private static final Set<Resource> SELDOM =
      Set.of(Resource.CRON_JOB, Resource.ROLE_BINDING, Resource.ROLE, Resource.SERVICE_ACCOUNT);

  private static final Set<Resource> PODS_FIRST = Set.of(Resource.DEPLOYMENT);

  private final ApiServer server;
  private final Workers workers;
  private final Memory memory;

  public Deleter(ApiServer server, Workers workers, Memory memory) {
    this.server = server;
    this.workers = workers;
    this.memory = memory;
  }

  /** An object as it was found. */
  private record Found(Resource resource, Map<String, Object> body) {
    ObjectRef object() {
      return Tree.ref(resource, body);
    }

    String version() {
      return Tree.label(body, Labels.SERVING_VERSION);
    }
  }

  /**
   * Deletes a version, or all of them; what they share goes with the last one. Returns when nothing
   * is left.
   *
   * @return what was deleted
   */
  public List<ObjectRef> delete(String namespace, String name, @Nullable String version) {
    List<Found> found = find(namespace, name);
    boolean last =
        version == null
            || found.stream()
                .map(Found::version)
                .allMatch(other -> other.isEmpty() || other.equals(version));
    List<Found> going =
        found.stream().filter(object -> last || object.version().equals(version)).toList();
    List<ObjectRef> deleted = new ArrayList<>();
    List<Supplier<Boolean>> waits = new ArrayList<>();
    for (List<Resource> stage : STAGES) {
      List<Supplier<Boolean>> pieces = new ArrayList<>();
      for (Found object : going) {
        if (stage.contains(object.resource())) {
          pieces.add(() -> delete(object, deleted, waits));
        }
      }
      settle(pieces, deleted);
    }
    settle(waits, deleted);
    return deleted.stream()
        .sorted(Comparator.comparing(Resource::of).thenComparing(ObjectRef::name))
        .toList();
  }

  private List<Found> find(String namespace, String name) {
    String labels =
        Names.labelIs(Labels.MANAGED_BY, Labels.MANAGER)
            + ","
            + Names.labelIs(Labels.PART_OF, name);
    List<Supplier<List<Found>>> pieces = new ArrayList<>();
    for (List<Resource> stage : STAGES) {
      for (Resource resource : stage) {
        String selector =
            resource.namespaced()
                ? labels
                : labels + "," + Names.labelIs(Labels.NAMESPACE, namespace);
        pieces.add(() -> list(ApiRequest.list(resource, namespace, selector, ""), resource));
      }
    }
    return workers.all(pieces).stream().flatMap(List::stream).toList();
  }

  private List<Found> list(ApiRequest request, Resource resource) {
    List<Found> found = new ArrayList<>();
    for (Map<String, Object> item : items(request, resource)) {
      // Labels can be copied; what we never applied is not ours.
      if (Ownership.applied(item)) {
        found.add(new Found(resource, item));
      }
    }
    return found;
  }

  private List<Map<String, Object>> items(ApiRequest request, Resource resource) {
    try {
      return Tree.maps(server.send(request).body(), "items");
    } catch (ApiFailure failure) {
      if (SELDOM.contains(resource) && (failure.refused() || failure.notFound())) {
        return List.of();
      }
      throw failure;
    }
  }

  private boolean delete(Found found, List<ObjectRef> deleted, List<Supplier<Boolean>> waits) {
    ObjectRef object = found.object();
    memory.forget(object);
    Set<String> others = Ownership.makers(found.body());
    if (!others.isEmpty()) {
      if (leaveTo(others, object)) {
        return true;
      }
    }
    String propagation = PODS_FIRST.contains(found.resource()) ? "Foreground" : "Background";
    Reply reply = server.sendIfThere(delete(found, propagation));
    synchronized (deleted) {
      deleted.add(object);
      if (reply != null && !Tree.list(reply.body(), "metadata", "finalizers").isEmpty()) {
        waits.add(
            () -> {
              Gone.await(server, object, reply.body(), GOING);
              return true;
            });
      }
    }
    return true;
  }

  /**
   * Gives up our fields of an object that others share. Without them it may not be able to exist:
   * then it is ours after all, since nobody else can have made it.
   */
  private boolean leaveTo(Set<String> others, ObjectRef object) {
    try {
      server.send(ApiRequest.apply(object, Bare.body(object), false));
      LOG.info("{}: shared with {}; left to them, without our fields", object, others);
      return true;
    } catch (ApiFailure failure) {
      if (failure.code() != INVALID) {
        throw failure;
      }
      return false;
    }
  }

  private static ApiRequest delete(Found found, String propagation) {
    return ApiRequest.delete(
        found.object(), Tree.text(found.body(), "metadata", "uid"), propagation);
  }

  private void settle(List<Supplier<Boolean>> pieces, List<ObjectRef> deleted) {
    for (Workers.Outcome<Boolean> outcome : workers.outcomes(List.copyOf(pieces))) {
      RuntimeException failure = outcome.failure();
      if (failure instanceof Gone.NotGone stays) {
        throw new AwaitTimeoutException(
            String.valueOf(stays.getMessage()),
            "Look what holds it, such as finalizers (kubectl get -o yaml); then delete() again.",
            null);
      }
      if (failure instanceof ApiFailure refused) {
        throw new Failures(server.url())
            .explain(
                refused,
                deleted.isEmpty()
                    ? "Nothing was deleted."
                    : "Deleted before that: " + deleted + "; delete() again goes on.");
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
