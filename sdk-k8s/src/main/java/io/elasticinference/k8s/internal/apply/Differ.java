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
import java.util.function.Supplier;

/** Asks the API server by dry run what an apply would change. */
public final class Differ {

  private final ApiServer server;
  private final Workers workers;

  public Differ(ApiServer server, Workers workers) {
    this.server = server;
    this.workers = workers;
  }

  /** Compares each object as it is with what it would be; writes nothing. */
  public List<PlannedChange> diff(List<Manifest> manifests) {
    List<Supplier<PlannedChange>> pieces = new ArrayList<>();
    manifests.forEach(manifest -> pieces.add(() -> diff(manifest)));
    try {
      return workers.all(pieces);
    } catch (ForeignObject foreign) {
      throw foreign.explained("");
    } catch (ApiFailure failure) {
      throw new Failures(server.url()).explain(failure, "");
    }
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
    Reply then = dryRun(manifest);
    List<FieldChange> fields = FieldDiff.between(live.body(), then.body(), manifest.secret());
    return new PlannedChange(
        manifest.object(), fields.isEmpty() ? Action.UNCHANGED : Action.UPDATE, fields);
  }

  private Reply dryRun(Manifest manifest) {
    try {
      return server.send(ApiRequest.apply(manifest.object(), manifest.body(), true));
    } catch (ApiFailure failure) {
      if (!Replicas.areTheAutoscalers(failure)) {
        throw failure;
      }
      Reply then =
          server.send(ApiRequest.apply(manifest.object(), Replicas.without(manifest.body()), true));
      return new Reply(then.status(), Replicas.with(manifest.body(), then.body()), then.date());
    }
  }
}
