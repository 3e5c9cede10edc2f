package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ConflictException;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.PlannedChange.Action;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.spi.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Applies objects by server-side apply, one request an object. */
public final class Applier {

  /** How long an object of an earlier deployment may take to go before its successor comes. */
  private static final Duration GOING = Duration.ofMinutes(2);

  private static final int LAST_CHANCE = 3;

  private final ApiServer server;
  private final Workers workers;
  private final Memory memory;
  private final Leftovers leftovers;

  public Applier(ApiServer server, Workers workers, Memory memory) {
    this.server = server;
    this.workers = workers;
    this.memory = memory;
    this.leftovers = new Leftovers(server);
  }

  /**
   * Applies objects, each after those that it needs.
   *
   * @param onApplied hears of each object, one at a time
   */
  public List<PlannedChange> apply(List<Manifest> manifests, Consumer<PlannedChange> onApplied) {
    boolean known = isKnown(manifests);
    Map<ObjectRef, PlannedChange> done = new LinkedHashMap<>();
    List<PlannedChange> deleted = deleteLeftovers(manifests, onApplied);
    for (List<Manifest> stage : Stages.of(manifests, isThere(manifests))) {
      List<Supplier<PlannedChange>> pieces = new ArrayList<>();
      for (Manifest manifest : stage) {
        pieces.add(
            () -> {
              PlannedChange change = apply(manifest, known);
              synchronized (done) {
                done.put(change.object(), change);
                onApplied.accept(change);
              }
              return change;
            });
      }
      for (Workers.Outcome<PlannedChange> outcome : workers.outcomes(pieces)) {
        if (outcome.failure() != null) {
          throw explained(outcome.failure(), aftermath(done.values()));
        }
      }
    }
    List<PlannedChange> changes = new ArrayList<>();
    manifests.forEach(manifest -> changes.add(done.get(manifest.object())));
    changes.addAll(deleted);
    return List.copyOf(changes);
  }

  /** Before anything else: an autoscaler that is left would scale what shall be fixed. */
  private List<PlannedChange> deleteLeftovers(
      List<Manifest> manifests, Consumer<PlannedChange> onApplied) {
    List<PlannedChange> deleted = new ArrayList<>();
    try {
      for (Manifest manifest : manifests) {
        Optional<Map<String, Object>> live = memory.workload(manifest.object());
        if (live.isPresent()) {
          for (Leftovers.Leftover leftover : leftovers.find(live.get(), manifests)) {
            leftovers.delete(leftover);
            memory.forget(leftover.object());
            PlannedChange change = new PlannedChange(leftover.object(), Action.DELETE, List.of());
            deleted.add(change);
            onApplied.accept(change);
          }
        }
      }
    } catch (ApiFailure failure) {
      throw explained(failure, aftermath(deleted));
    }
    return deleted;
  }

  private PlannedChange apply(Manifest manifest, boolean known) {
    ObjectRef object = manifest.object();
    Resource resource = Resource.of(object);
    for (int chance = 1; ; chance++) {
      long startedNanos = System.nanoTime();
      Reply reply = send(manifest);
      Map<String, Object> body = reply.body();
      if (!Tree.text(body, "metadata", "deletionTimestamp").isEmpty() && chance < LAST_CHANCE) {
        Gone.await(server, object, body, GOING);
        continue;
      }
      if (resource == Resource.PERSISTENT_VOLUME) {
        freeOfEarlierClaim(object, body);
      }
      Action action = action(manifest, reply, Duration.ofNanos(System.nanoTime() - startedNanos));
      if (action == Action.UPDATE) {
        refuseForeign(object, body, known);
      }
      memory.remember(object, body, Memory.digest(manifest));
      if (resource == Resource.DEPLOYMENT) {
        memory.rememberWorkload(object, body);
      }
      return new PlannedChange(object, action, List.of());
    }
  }

  /**
   * A volume whose claim was deleted remembers that one for ever, and takes no other of the same
   * name. It was made for whatever claim has that name.
   */
  private void freeOfEarlierClaim(ObjectRef volume, Map<String, Object> body) {
    if (Tree.text(body, "status", "phase").equals("Released") && Ownership.ours(body)) {
      server.send(ApiRequest.forgetClaim(volume));
    }
  }

  private Reply send(Manifest manifest) {
    ApiRequest request = ApiRequest.apply(manifest.object(), manifest.body(), false);
    if (Resource.of(manifest.object()) == Resource.DEPLOYMENT) {
      memory.workload(manifest.object()).ifPresent(live -> Replicas.leave(server, manifest, live));
    }
    try {
      return server.send(request);
    } catch (ApiFailure failure) {
      if (Minimums.areTheSchedules(failure)) {
        return server.send(ApiRequest.applyOver(manifest.object(), manifest.body(), false));
      }
      if (!Replicas.areTheAutoscalers(failure)) {
        throw failure;
      }
      Replicas.take(server, manifest);
      return server.send(request);
    }
  }

  /**
   * Tells an update from nothing without asking for what was before. The API server changes the
   * time of our entry in managedFields only with our fields: an entry older than the request means
   * that nothing changed. Times are whole seconds, so an apply within a second of another program's
   * may be called an update that was none; one of this connection's is remembered.
   */
  private Action action(Manifest manifest, Reply reply, Duration took) {
    if (reply.created()) {
      return Action.CREATE;
    }
    Optional<Memory.Seen> seen = memory.of(manifest.object());
    String version = Tree.text(reply.body(), "metadata", "resourceVersion");
    if (seen.isPresent() && seen.get().resourceVersion().equals(version)) {
      return Action.UNCHANGED;
    }
    if (seen.isPresent() && seen.get().digest() != null) {
      return Memory.digest(manifest).equals(seen.get().digest()) ? Action.UNCHANGED : Action.UPDATE;
    }
    Optional<Instant> applied = Ownership.appliedAt(reply.body());
    Optional<Instant> answered = reply.serverTime();
    boolean older =
        applied.isPresent()
            && answered.isPresent()
            && applied.get().isBefore(answered.get().minus(took).truncatedTo(ChronoUnit.SECONDS));
    return older ? Action.UNCHANGED : Action.UPDATE;
  }

  /**
   * Server-side apply merges what does not contradict: that must not happen to what is not ours.
   */
  private void refuseForeign(ObjectRef object, Map<String, Object> body, boolean known) {
    Set<String> others = known ? Ownership.makers(body) : Ownership.sharers(body);
    if (!others.isEmpty()) {
      throw new ForeignObject(object, others, takeBack(object));
    }
  }

  /** Gives up all fields that are ours; whoever shares the object keeps theirs. */
  private boolean takeBack(ObjectRef object) {
    try {
      server.send(ApiRequest.apply(object, Bare.body(object), false));
      return true;
    } catch (ApiFailure failure) {
      return false;
    }
  }

  /** Whether these objects belong to a service that was ours before. */
  private boolean isKnown(List<Manifest> manifests) {
    return manifests.stream().anyMatch(manifest -> memory.workload(manifest.object()).isPresent());
  }

  /** Whether their workload is there, and not on its way out. */
  private boolean isThere(List<Manifest> manifests) {
    return manifests.stream()
        .flatMap(manifest -> memory.workload(manifest.object()).stream())
        .anyMatch(live -> Tree.text(live, "metadata", "deletionTimestamp").isEmpty());
  }

  private ElasticInferenceException explained(RuntimeException failure, String aftermath) {
    if (failure instanceof ApiFailure refused) {
      return new Failures(server.url()).explain(refused, aftermath);
    }
    if (failure instanceof ForeignObject foreign) {
      return foreign.explained(aftermath);
    }
    if (failure instanceof Gone.NotGone stays) {
      return new ConflictException(
          stays.getMessage() + (aftermath.isEmpty() ? "" : " " + aftermath),
          "Wait until it is gone, or delete() the service, and try again.",
          true,
          stays);
    }
    throw failure;
  }

  private static String aftermath(Iterable<PlannedChange> done) {
    List<String> written = new ArrayList<>();
    for (PlannedChange change : done) {
      if (change.action() != Action.UNCHANGED) {
        written.add(change.object().toString());
      }
    }
    return written.isEmpty()
        ? "Nothing was written."
        : written.stream().collect(Collectors.joining(", ", "Written before that: ", "."))
            + " Running it again converges; delete() removes them.";
  }
}
