package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Framework;
import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.Json;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds what was seen of a version with one pod, as the API server writes it. */
final class Seen implements Inquiries {

  static final ServiceNames NAMES = new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);

  private String deployment = deployment(2, 2, 1, 1, 1, 0, 0, "2", "");
  private final List<Map<String, Object>> sets = new ArrayList<>(List.of(set("new", "2", "")));
  private final List<Map<String, Object>> pods = new ArrayList<>();
  private @Nullable List<Map<String, Object>> claims = new ArrayList<>();
  private @Nullable Map<String, Object> autoscaler;
  private final List<Map<String, Object>> events = new ArrayList<>();
  private Optional<Map<String, Object>> volume = Optional.empty();
  private Optional<List<String>> words = Optional.empty();

  static String deployment(
      int generation,
      int observed,
      int desired,
      int total,
      int updated,
      int ready,
      int available,
      String revision,
      String conditions) {
    return """
        {"metadata":{"name":"bert-v1-tensorflow-serving","namespace":"default","uid":"d",
          "generation":%d,"annotations":{"deployment.kubernetes.io/revision":"%s"}},
         "spec":{"replicas":%d},
         "status":{"observedGeneration":%d,"replicas":%d,"updatedReplicas":%d,
          "readyReplicas":%d,"availableReplicas":%d,"conditions":[%s]}}"""
        .formatted(
            generation, revision, desired, observed, total, updated, ready, available, conditions);
  }

  private static Map<String, Object> set(String uid, String revision, String conditions) {
    return Json.read(
        """
        {"metadata":{"name":"bert-%s","namespace":"default","uid":"%s",
          "annotations":{"deployment.kubernetes.io/revision":"%s"},
          "ownerReferences":[{"uid":"d"}]},
         "status":{"conditions":[%s]}}"""
            .formatted(uid, uid, revision, conditions));
  }

  Seen deployment(String json) {
    deployment = json;
    return this;
  }

  Seen replicaSet(String uid, String revision, String conditions) {
    sets.removeIf(
        set -> uid.equals(io.elasticinference.k8s.internal.api.Tree.text(set, "metadata", "uid")));
    sets.add(set(uid, revision, conditions));
    return this;
  }

  Seen noReplicaSets() {
    sets.clear();
    return this;
  }

  /** A pod of a ReplicaSet, with a claim and the given status. */
  Seen pod(String set, String status) {
    return pod(set, "", status);
  }

  Seen pod(String set, String moreMetadata, String status) {
    String uid = set + "-pod";
    pods.add(
        Json.read(
            """
            {"metadata":{"name":"%s","namespace":"default","uid":"%s",%s
              "ownerReferences":[{"uid":"%s"}]},
             "spec":{"volumes":[{"persistentVolumeClaim":{"claimName":"bert-model"}}]},
             "status":%s}"""
                .formatted(uid, uid, moreMetadata, set, status)));
    return this;
  }

  /** A pod of the newest ReplicaSet whose one container waits. */
  Seen waiting(String reason, String message, int restarts) {
    return pod(
        "new",
        """
        {"phase":"Pending","containerStatuses":[{"name":"c","image":"img:1","restartCount":%d,
          "state":{"waiting":{"reason":"%s","message":"%s"}},
          "lastState":%s}]}"""
            .formatted(
                restarts,
                reason,
                message,
                restarts == 0
                    ? "{}"
                    : "{\"terminated\":{\"exitCode\":137,\"reason\":\"OOMKilled\","
                        + "\"message\":\"left behind\"}}"));
  }

  Seen unscheduled(String message) {
    return pod(
        "new",
        """
        {"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False",
          "reason":"Unschedulable","message":"%s"}]}"""
            .formatted(message));
  }

  Seen event(String uid, String reason, String message) {
    events.add(
        Json.read(
            """
            {"involvedObject":{"uid":"%s"},"reason":"%s","message":"%s","type":"Warning"}"""
                .formatted(uid, reason, message.replace("\"", "\\\""))));
    return this;
  }

  Seen claim(String phase, String volume, String moreMetadata) {
    List<Map<String, Object>> known = claims;
    if (known != null) {
      known.add(
          Json.read(
              """
              {"metadata":{"name":"bert-model","namespace":"default","uid":"claim"%s},
               "spec":{"volumeName":"%s"},"status":{"phase":"%s"}}"""
                  .formatted(moreMetadata, volume, phase)));
    }
    return this;
  }

  Seen boundClaim() {
    return claim("Bound", "v", "");
  }

  Seen claimsUnseen() {
    claims = null;
    return this;
  }

  Seen volume(String json) {
    volume = Optional.of(Json.read(json));
    return this;
  }

  Seen lastWords(String... lines) {
    words = Optional.of(List.of(lines));
    return this;
  }

  Seen autoscaler(String json) {
    autoscaler = Json.read(json);
    return this;
  }

  Snapshot snapshot() {
    return new Snapshot(
        deployment.isEmpty() ? null : Json.read(deployment),
        sets,
        pods,
        claims,
        autoscaler,
        events);
  }

  /** The status once everything has lasted. */
  ServiceStatus judge() {
    return judge(Patience.NONE);
  }

  ServiceStatus judge(Patience patience) {
    return StatusJudge.judge(NAMES, snapshot(), this, patience);
  }

  @Override
  public Optional<Map<String, Object>> volume(String name, String occasion) {
    return volume;
  }

  @Override
  public Optional<List<String>> lastWords(Map<String, Object> pod, String container, int restarts) {
    return words;
  }
}
