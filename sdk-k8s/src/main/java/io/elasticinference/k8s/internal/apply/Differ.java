package io.elasticinference.k8s.internal.apply;

import io.elasticinference.FieldChange;
import io.elasticinference.PlannedChange;
import io.elasticinference.PlannedChange.Action;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.spi.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks the API server by dry run what an apply would change. */
public final class Differ {

  private final ApiServer server;
  private final Workers workers;
  private final Memory memory;

  public Differ(ApiServer server, Workers workers, Memory memory) {
    this.server = server;
    this.workers = workers;
    this.memory = memory;
  }

  /** Compares each object as it is with what it would be; writes nothing. */
  public List<PlannedChange> diff(List<Manifest> manifests) {
    List<Supplier<PlannedChange>> pieces = new ArrayList<>();
    manifests.forEach(manifest -> pieces.add(() -> diff(manifest)));
    try {
      List<PlannedChange> changes = new ArrayList<>(workers.all(pieces));
      changes.addAll(leftovers(manifests));
      return List.copyOf(changes);
    } catch (ForeignObject foreign) {
      throw foreign.explained("");
    } catch (ApiFailure failure) {
      throw new Failures(server.url()).explain(failure, "");
    }
  }

  private List<PlannedChange> leftovers(List<Manifest> manifests) {
    List<PlannedChange> changes = new ArrayList<>();
    for (Manifest manifest : manifests) {
      memory
          .workload(manifest.object())
          .ifPresent(
              live ->
                  new Leftovers(server)
                      .find(live, manifests)
                      .forEach(
                          leftover ->
                              changes.add(
                                  new PlannedChange(leftover.object(), Action.DELETE, List.of()))));
    }
    return changes;
  }

  private PlannedChange diff(Manifest manifest) {
    // First the live object, so that a foreign one is called foreign and not a conflict of fields.
    Reply live = server.sendIfThere(ApiRequest.get(manifest.object()));
    if (live == null) {
      server.send(ApiRequest.apply(manifest.object(), manifest.body(), true));
      return new PlannedChange(manifest.object(), Action.CREATE, List.of());
    }
    if (!Ownership.applied(live.body())) {
      throw new ForeignObject(manifest.object(), Ownership.managers(live.body()), true);
    }
    Map<String, Object> then = dryRun(manifest);
    if (Replicas.areLeft(manifest, live.body())) {
      then = Replicas.with(live.body(), then);
    }
    List<FieldChange> fields = FieldDiff.between(live.body(), then, manifest.secret());
    return new PlannedChange(
        manifest.object(), fields.isEmpty() ? Action.UNCHANGED : Action.UPDATE, fields);
  }

  private Map<String, Object> dryRun(Manifest manifest) {
    try {
      return server.send(ApiRequest.apply(manifest.object(), manifest.body(), true)).body();
    } catch (ApiFailure failure) {
      if (Minimums.areTheSchedules(failure)) {
        return server.send(ApiRequest.applyOver(manifest.object(), manifest.body(), true)).body();
      }
      if (!Replicas.areTheAutoscalers(failure)) {
        throw failure;
      }
      Reply then =
          server.send(ApiRequest.apply(manifest.object(), Replicas.without(manifest.body()), true));
      return Replicas.with(manifest.body(), then.body());
    }
  }
}
