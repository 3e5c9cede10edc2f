package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.Autoscale;
import io.elasticinference.k8s.internal.api.Quantity;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.preflight.Finding;
import io.elasticinference.spi.PreflightSubject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the namespace's quotas and limits have room for what will be asked. */
final class QuotaChecks {

  static final String QUOTA = "Quota";
  private static final long MILLI = 1000;

  /** What a quota may demand of each pod, and ours leave to a LimitRange's defaults. */
  private static final List<String> DEMANDED =
      List.of("requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "cpu", "memory");

  private final Looks looks;
  private final PreflightSubject subject;

  QuotaChecks(Looks looks, PreflightSubject subject) {
    this.looks = looks;
    this.subject = subject;
  }

  List<Finding> look() {
    String namespace = subject.names().namespace();
    List<Map<String, Object>> limits = looks.list(Resource.LIMIT_RANGE, namespace, "");
    Map<String, Object> workload =
        looks.get(Resource.DEPLOYMENT, namespace, subject.names().workload());
    long running = workload == null ? 0 : Tree.numberIfAny(workload, "spec", "replicas").orElse(0);
    List<Finding> findings = new ArrayList<>();
    for (Map<String, Object> quota : looks.list(Resource.RESOURCE_QUOTA, namespace, "")) {
      findings.addAll(quota(quota, running, limits));
    }
    limits.forEach(range -> findings.addAll(range(range)));
    return findings.isEmpty()
        ? List.of(Finding.ok(QUOTA, "nothing in " + namespace + " limits the service"))
        : findings;
  }

  private List<Finding> quota(
      Map<String, Object> quota, long running, List<Map<String, Object>> limits) {
    long least = subject.spec().autoscale().map(Autoscale::minReplicas).orElse(replicas());
    long most = subject.spec().autoscale().map(Autoscale::maxReplicas).orElse(replicas());
    Map<String, Long> each = new LinkedHashMap<>();
    each.put("pods", 1L);
    subject
        .placement()
        .limits()
        .forEach(
            (device, count) -> {
              each.put("requests." + device, count);
              each.put("limits." + device, count);
            });
    String object = QUOTA + " " + Tree.name(quota);
    List<Finding> findings = new ArrayList<>();
    Tree.map(quota, "status", "hard")
        .forEach(
            (what, hard) -> {
              Long wanted = each.get(what);
              if (wanted != null) {
                long free = amount(hard) - amount(Tree.at(quota, "status", "used", what));
                findings.add(
                    room(
                        object + ", " + what,
                        free,
                        wanted * (least - running),
                        wanted * (most - running)));
              } else if (DEMANDED.contains(what) && !isDefaulted(what, limits)) {
                findings.add(
                    Finding.error(
                        object + ", " + what,
                        "each pod must say its " + what + ", and the service's do not",
                        "a LimitRange with a default for it",
                        "Add a LimitRange with defaults to the namespace."));
              }
            });
    return findings;
  }

  private int replicas() {
    return subject.spec().replicas();
  }

  private static Finding room(String object, long free, long least, long most) {
    if (free < least) {
      return Finding.error(
          object,
          free + " free",
          "at least " + least + " for the fewest replicas",
          "Raise the ResourceQuota, or ask for fewer replicas.");
    }
    if (free < most) {
      return Finding.warning(
          object,
          free + " free",
          most + " for the most replicas",
          "Raise the ResourceQuota, or bound the replicas lower: it will not scale out so far.");
    }
    return Finding.ok(object, free + " free, " + Math.max(0, most) + " more at most");
  }

  /** Whether a LimitRange fills in what the quota demands. */
  private static boolean isDefaulted(String what, List<Map<String, Object>> limits) {
    String resource = what.substring(what.indexOf('.') + 1);
    // A default limit is also the default request; a default request is no limit.
    List<String> fields =
        what.startsWith("limits.") ? List.of("default") : List.of("default", "defaultRequest");
    return limits.stream()
        .flatMap(range -> Tree.maps(range, "spec", "limits").stream())
        .filter(limit -> Tree.text(limit, "type").equals("Container"))
        .anyMatch(
            limit ->
                fields.stream().anyMatch(field -> Tree.map(limit, field).containsKey(resource)));
  }

  private List<Finding> range(Map<String, Object> range) {
    List<Finding> findings = new ArrayList<>();
    for (Map<String, Object> limit : Tree.maps(range, "spec", "limits")) {
      subject
          .placement()
          .limits()
          .forEach(
              (device, wanted) -> {
                Object max = Tree.at(limit, "max", device);
                if (max != null && amount(max) < wanted) {
                  findings.add(
                      Finding.error(
                          "LimitRange " + Tree.name(range) + ", " + device,
                          "at most " + max + " for each " + Tree.text(limit, "type"),
                          wanted + ", as a replica asks for",
                          "Raise the LimitRange, or choose smaller replicas."));
                }
              });
    }
    return findings;
  }

  private static long amount(@org.jspecify.annotations.Nullable Object quantity) {
    return quantity == null ? 0 : Quantity.toMilli(quantity.toString()).orElse(0) / MILLI;
  }
}
