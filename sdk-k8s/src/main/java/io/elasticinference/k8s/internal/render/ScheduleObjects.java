package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.MinimumSchedule;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * What changes an autoscaler's minimum by the clock: a CronJob for each switch, which runs kubectl
 * once, and an account for them that may change this one autoscaler and nothing else. A switch that
 * comes so late that the next one may be first is dropped: each sets a number, and the last one
 * must be the newest.
 */
public final class ScheduleObjects {

  /** The name under which a switch owns the minimum. */
  public static final String MANAGER = "elastic-inference-schedule";

  /** Kubernetes' limit, which leaves room for what is appended to its Jobs' names. */
  private static final int NAME_LENGTH = 52;

  private static final int HASH_LENGTH = 8;
  private static final long LONGEST_DELAY_SECONDS = 900;
  private static final int USER = 65532;

  private ScheduleObjects() {}

  /** All of them, the account first. */
  static List<Manifest> of(ResolvedService service, MinimumSchedule schedule) {
    List<Manifest> manifests = new ArrayList<>();
    manifests.add(account(service.names()));
    manifests.add(role(service.names()));
    manifests.add(binding(service.names()));
    schedule.switches().forEach(to -> manifests.add(cronJob(service.names(), schedule, to)));
    return manifests;
  }

  private static Body body(Resource resource, ServiceNames names, String name) {
    return new Body(resource, names.namespace(), name, Labels.version(names));
  }

  private static Manifest account(ServiceNames names) {
    return body(Resource.SERVICE_ACCOUNT, names, names.schedule())
        .put("automountServiceAccountToken", false)
        .manifest();
  }

  private static Manifest role(ServiceNames names) {
    return body(Resource.ROLE, names, names.schedule())
        .put(
            "rules",
            List.of(
                map(
                    "apiGroups",
                    List.of(Resource.AUTOSCALER.group()),
                    "resources",
                    List.of(Resource.AUTOSCALER.plural()),
                    "resourceNames",
                    List.of(names.workload()),
                    "verbs",
                    List.of("get", "patch"))))
        .manifest();
  }

  private static Manifest binding(ServiceNames names) {
    return body(Resource.ROLE_BINDING, names, names.schedule())
        .put(
            "roleRef",
            map(
                "apiGroup",
                Resource.ROLE.group(),
                "kind",
                Resource.ROLE.kind(),
                "name",
                names.schedule()))
        .put(
            "subjects",
            List.of(
                map(
                    "kind",
                    Resource.SERVICE_ACCOUNT.kind(),
                    "name",
                    names.schedule(),
                    "namespace",
                    names.namespace())))
        .manifest();
  }

  private static Manifest cronJob(
      ServiceNames names, MinimumSchedule schedule, MinimumSchedule.Switch to) {
    // Started half a gap late at most, and given up after another half.
    int delay = (int) Math.min(LONGEST_DELAY_SECONDS, schedule.shortestGapSeconds() / 2);
    return body(Resource.CRON_JOB, names, name(names, schedule, to))
        .put(
            "spec",
            map(
                "schedule",
                to.cron(),
                "timeZone",
                schedule.zone().getId().equals("Z") ? "Etc/UTC" : schedule.zone().getId(),
                "startingDeadlineSeconds",
                delay,
                "concurrencyPolicy",
                "Replace",
                "successfulJobsHistoryLimit",
                1,
                "failedJobsHistoryLimit",
                1,
                "jobTemplate",
                map(
                    "spec",
                    map(
                        "activeDeadlineSeconds",
                        delay,
                        "template",
                        template(names, schedule.image(), to.minReplicas())))))
        .manifest();
  }

  private static Map<String, Object> template(ServiceNames names, String image, int minReplicas) {
    // Not the version's labels: they would make the pod one of those that answer requests.
    Map<String, Object> labels =
        map(Labels.PART_OF, names.name(), Labels.MANAGED_BY, Labels.MANAGER);
    return map(
        "metadata",
        map("labels", labels),
        "spec",
        map(
            "serviceAccountName",
            names.schedule(),
            "automountServiceAccountToken",
            true,
            "restartPolicy",
            "OnFailure",
            "securityContext",
            map(
                "runAsNonRoot",
                true,
                "runAsUser",
                USER,
                "runAsGroup",
                USER,
                "seccompProfile",
                map("type", "RuntimeDefault")),
            "containers",
            List.of(container(names, image, minReplicas))));
  }

  private static Map<String, Object> container(ServiceNames names, String image, int minReplicas) {
    return map(
        "name",
        "kubectl",
        "image",
        image,
        "args",
        List.of(
            "patch",
            Resource.AUTOSCALER.plural() + "." + Resource.AUTOSCALER.group(),
            names.workload(),
            "--namespace=" + names.namespace(),
            "--type=merge",
            "--field-manager=" + MANAGER,
            "--patch={\"spec\":{\"minReplicas\":" + minReplicas + "}}"),
        "resources",
        map(
            "requests",
            map("cpu", "50m", "memory", "64Mi"),
            "limits",
            map("cpu", "500m", "memory", "128Mi")),
        "securityContext",
        map(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            true,
            "capabilities",
            map("drop", List.of("ALL"))));
  }

  /** The same switch has the same name; one that changes is another object. */
  static String name(ServiceNames names, MinimumSchedule schedule, MinimumSchedule.Switch to) {
    CRC32 hash = new CRC32();
    hash.update((names.base() + ' ' + schedule.zone() + ' ' + to).getBytes(StandardCharsets.UTF_8));
    String base = names.base();
    int room = NAME_LENGTH - HASH_LENGTH - 1;
    String start = base.length() > room ? base.substring(0, room) : base;
    return String.format("%s-%08x", start, hash.getValue());
  }
}
