package io.elasticinference.k8s.internal.diagnose;

import io.elasticinference.Problem;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges whether the claims that a pod names are bound, or ever can be. */
final class VolumeJudge {

  private static final Set<String> USED_UP = Set.of("Released", "Failed");
  private static final Set<String> MOUNTS = Set.of("FailedMount", "FailedAttachVolume");

  private final Snapshot seen;
  private final Inquiries inquiries;
  private final Findings findings;

  VolumeJudge(Snapshot seen, Inquiries inquiries, Findings findings) {
    this.seen = seen;
    this.inquiries = inquiries;
    this.findings = findings;
  }

  /** Judges the claims of a pod that does not run yet. */
  void judge(Map<String, Object> pod) {
    List<Map<String, Object>> claims = seen.claims();
    if (claims != null) {
      for (Map<String, Object> volume : Tree.maps(pod, "spec", "volumes")) {
        String name = Tree.text(volume, "persistentVolumeClaim", "claimName");
        if (!name.isEmpty()) {
          judge(pod, name, claims);
        }
      }
    }
    for (Map<String, Object> event : seen.eventsOf(pod)) {
      String reason = Tree.text(event, "reason");
      String why = Tree.text(event, "message");
      if (MOUNTS.contains(reason)) {
        if (Words.mountIsHopeless(why)) {
          fatal(Resource.POD, pod, reason, why, Findings.AT_ONCE);
        } else {
          findings.passing(Problem.Kind.VOLUME, Resource.POD, pod, reason, why);
        }
      }
    }
  }

  private void judge(Map<String, Object> pod, String name, List<Map<String, Object>> claims) {
    Map<String, Object> claim =
        claims.stream().filter(one -> Tree.name(one).equals(name)).findFirst().orElse(Map.of());
    if (claim.isEmpty()) {
      fatal(Resource.POD, pod, "ClaimMissing", "its claim " + name + " is gone", Findings.CACHES);
      return;
    }
    if (!Tree.text(claim, "metadata", "deletionTimestamp").isEmpty()) {
      fatal(
          Resource.PERSISTENT_VOLUME_CLAIM,
          claim,
          "ClaimDeleted",
          "it is being deleted",
          Findings.CACHES);
      return;
    }
    switch (Tree.text(claim, "status", "phase")) {
      case "Lost" ->
          fatal(
              Resource.PERSISTENT_VOLUME_CLAIM,
              claim,
              "Lost",
              "its volume " + Tree.text(claim, "spec", "volumeName") + " is gone",
              Findings.AT_ONCE);
      case "Bound" -> {
        // As it should be.
      }
      default -> unbound(claim);
    }
  }

  private void unbound(Map<String, Object> claim) {
    String name = Tree.text(claim, "spec", "volumeName");
    if (name.isEmpty()) {
      findings.passing(
          Problem.Kind.VOLUME,
          Resource.PERSISTENT_VOLUME_CLAIM,
          claim,
          "Pending",
          "it waits for a volume");
      return;
    }
    String occasion = Tree.text(claim, "metadata", "resourceVersion");
    Optional<Map<String, Object>> volume = inquiries.volume(name, occasion);
    if (volume.isEmpty()) {
      return;
    }
    if (volume.get().isEmpty()) {
      fatal(
          Resource.PERSISTENT_VOLUME_CLAIM,
          claim,
          "VolumeMissing",
          "its volume " + name + " does not exist",
          Findings.CACHES);
      return;
    }
    String phase = Tree.text(volume.get(), "status", "phase");
    String taken = takenBy(volume.get(), claim);
    if (!taken.isEmpty()) {
      fatal(
          Resource.PERSISTENT_VOLUME_CLAIM,
          claim,
          "VolumeTaken",
          "its volume " + name + " belongs to " + taken,
          Findings.CACHES);
    } else if (USED_UP.contains(phase)) {
      fatal(
          Resource.PERSISTENT_VOLUME_CLAIM,
          claim,
          "Volume" + phase,
          "its volume " + name + " is " + phase + ", kept from an earlier claim",
          Findings.CACHES);
    } else {
      findings.passing(
          Problem.Kind.VOLUME,
          Resource.PERSISTENT_VOLUME_CLAIM,
          claim,
          "Pending",
          "its volume " + name + " is " + phase);
    }
  }

  private static String takenBy(Map<String, Object> volume, Map<String, Object> claim) {
    Map<String, Object> owner = Tree.map(volume, "spec", "claimRef");
    String uid = Tree.text(owner, "uid");
    String name = Tree.text(owner, "namespace") + "/" + Tree.text(owner, "name");
    boolean same = owner.isEmpty() || name.equals(Tree.namespace(claim) + "/" + Tree.name(claim));
    if (!same) {
      return "claim " + name;
    }
    return uid.isEmpty() || uid.equals(Tree.text(claim, "metadata", "uid"))
        ? ""
        : "an earlier claim of that name";
  }

  private void fatal(
      Resource resource, Map<String, Object> object, String reason, String why, Duration grace) {
    findings.fatal(Problem.Kind.VOLUME, resource, object, reason, why, grace);
  }
}
