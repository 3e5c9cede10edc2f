package io.elasticinference.k8s.internal.apply;

import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.k8s.internal.render.ScheduleObjects;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads out of an object's {@code managedFields} whose it is. Ours is what carries our label and
 * was applied by us; a label alone can be copied.
 */
public final class Ownership {

  private static final String APPLY = "Apply";

  /** What makes an object somebody's: labels, annotations and status are written by many. */
  private static final List<String> SUBSTANCE =
      List.of("f:spec", "f:data", "f:stringData", "f:binaryData");

  /**
   * Kubernetes' own controllers complete specs, for example a volume's claim; that owns nothing.
   */
  private static final Set<String> CONTROLLERS =
      Set.of("kube-controller-manager", "kube-scheduler", "kubelet", "kube-apiserver");

  private Ownership() {}

  /** Whether this SDK made the object. */
  public static boolean ours(Map<String, Object> object) {
    return Tree.label(object, Labels.MANAGED_BY).equals(Labels.MANAGER) && applied(object);
  }

  /** Whether this SDK owns fields of the object. */
  static boolean applied(Map<String, Object> object) {
    return entries(object).stream().anyMatch(Ownership::isOurs);
  }

  /** When this SDK last changed one of its fields. */
  static Optional<Instant> appliedAt(Map<String, Object> object) {
    return entries(object).stream()
        .filter(Ownership::isOurs)
        .findFirst()
        .flatMap(entry -> Tree.time(entry, "time"));
  }

  /** All who own fields of the object, by name, but for Kubernetes' own controllers. */
  static Set<String> managers(Map<String, Object> object) {
    Set<String> names = new TreeSet<>();
    entries(object).forEach(entry -> names.add(Tree.text(entry, "manager")));
    names.removeAll(CONTROLLERS);
    return names;
  }

  /** Who else owns fields that make the object what it is. */
  static Set<String> sharers(Map<String, Object> object) {
    Set<String> names = new TreeSet<>();
    entries(object).stream()
        .filter(Ownership::shares)
        .forEach(entry -> names.add(Tree.text(entry, "manager")));
    return names;
  }

  /**
   * Who else made the object, or declares to own a part of it: their fields are as old as the
   * object, or were applied. A hand that edited ours later is neither.
   */
  static Set<String> makers(Map<String, Object> object) {
    Optional<Instant> created = Tree.time(object, "metadata", "creationTimestamp");
    Set<String> names = new TreeSet<>();
    entries(object).stream()
        .filter(Ownership::shares)
        .filter(
            entry ->
                Tree.text(entry, "operation").equals(APPLY)
                    || isAsOldAs(created, Tree.time(entry, "time")))
        .forEach(entry -> names.add(Tree.text(entry, "manager")));
    return names;
  }

  private static boolean isAsOldAs(Optional<Instant> created, Optional<Instant> time) {
    return created.isPresent() && time.isPresent() && !time.get().isAfter(created.get());
  }

  private static boolean isOurs(Map<String, Object> entry) {
    return Tree.text(entry, "manager").equals(Labels.MANAGER)
        && Tree.text(entry, "operation").equals(APPLY)
        && Tree.text(entry, "subresource").isEmpty();
  }

  private static boolean shares(Map<String, Object> entry) {
    String manager = Tree.text(entry, "manager");
    return !isOurs(entry)
        && !CONTROLLERS.contains(manager)
        && !manager.equals(Replicas.HANDOVER)
        && !manager.equals(ScheduleObjects.MANAGER)
        && Tree.text(entry, "subresource").isEmpty()
        && SUBSTANCE.stream().anyMatch(Tree.map(entry, "fieldsV1")::containsKey);
  }

  private static List<Map<String, Object>> entries(Map<String, Object> object) {
    return Tree.maps(object, "metadata", "managedFields");
  }
}
