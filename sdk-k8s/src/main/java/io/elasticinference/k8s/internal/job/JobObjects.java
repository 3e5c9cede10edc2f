package io.elasticinference.k8s.internal.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PodSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of one job. The Job comes first and owns the others, so that they go with it whatever
 * becomes of who made them; its pods wait until what they mount is there.
 */
final class JobObjects {

  /** The label that a job's pods are found by. */
  static final String JOB = "elasticinference.io/job";

  /** The annotation of a pod that appears in the file of the signal. */
  static final String SIGNAL = "elasticinference.io/signal";

  static final String CONTAINER = "load";

  /** The member of a job's specification that is moved on while somebody looks after it. */
  static final String DEADLINE = "activeDeadlineSeconds";

  /**
   * How long the Job and what it owns stay after the pods have ended, should nobody delete them.
   */
  private static final int KEPT_SECONDS = 300;

  /** Long enough to tell what happened so far. */
  private static final int GRACE_SECONDS = 30;

  /** Nobody: the program needs no rights on its machine. */
  private static final int USER = 65_534;

  private final PodJob job;

  JobObjects(PodJob job) {
    this.job = job;
  }

  /**
   * After how many seconds the cluster ends the pods, seen from a moment of the job's life: when
   * the lease is over, and at the job's own end at the latest. The controller looks at the job
   * again when this changes (Kubernetes, pkg/controller/job, updateJob).
   */
  long deadlineSeconds(Duration age) {
    Duration lease = age.plus(job.lease());
    return 1 + (lease.compareTo(job.deadline()) < 0 ? lease : job.deadline()).toSeconds();
  }

  ObjectRef ref() {
    return Resource.JOB.ref(job.namespace(), job.name());
  }

  ObjectRef program() {
    return Resource.CONFIG_MAP.ref(job.namespace(), job.name());
  }

  List<ObjectRef> inputs() {
    List<ObjectRef> refs = new ArrayList<>();
    for (int i = 0; i < job.input().size(); i++) {
      refs.add(Resource.SECRET.ref(job.namespace(), job.name() + "-" + i));
    }
    return refs;
  }

  Map<String, Object> jobBody() {
    Map<String, Object> spec =
        map(
            "completionMode",
            "Indexed",
            "completions",
            job.pods(),
            "parallelism",
            job.pods(),
            // A pod that was lost is not started again, and the others go on (Kubernetes 1.29).
            "backoffLimitPerIndex",
            0,
            DEADLINE,
            deadlineSeconds(Duration.ZERO),
            "ttlSecondsAfterFinished",
            KEPT_SECONDS,
            "template",
            template());
    return body(ref(), map("labels", labels()), "spec", spec);
  }

  Map<String, Object> programBody(String ownerUid) {
    Map<String, Object> files = new TreeMap<>();
    job.program().forEach((name, bytes) -> files.put(name, base64(bytes)));
    return body(program(), owned(ownerUid), "binaryData", files);
  }

  /** One part of the input. */
  Map<String, Object> inputBody(int part, String ownerUid, String created) {
    Map<String, Object> data = map("part", base64(job.input().get(part)));
    if (part == 0) {
      data.put("created", base64(created.getBytes(UTF_8)));
    }
    return body(inputs().get(part), owned(ownerUid), "data", data);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private Map<String, Object> body(
      ObjectRef ref, Map<String, Object> metadata, String member, Object value) {
    Map<String, Object> named = map("name", ref.name(), "namespace", job.namespace());
    named.putAll(metadata);
    return map(
        "apiVersion", ref.apiVersion(), "kind", ref.kind(), "metadata", named, member, value);
  }

  private Map<String, Object> owned(String ownerUid) {
    Map<String, Object> owner =
        map("apiVersion", ref().apiVersion(), "kind", ref().kind(), "name", job.name());
    owner.put("uid", ownerUid);
    return map("labels", labels(), "ownerReferences", List.of(owner));
  }

  private Map<String, Object> labels() {
    Map<String, Object> labels =
        map("app.kubernetes.io/name", "elastic-inference-load", Labels.PART_OF, job.service());
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
    labels.put(JOB, job.name());
    return labels;
  }

  private Map<String, Object> template() {
    Map<String, Object> labels = map();
    labels.putAll(new TreeMap<>(job.settings().labels()));
    labels.putAll(labels());
    Map<String, Object> metadata = map("labels", labels);
    if (!job.settings().annotations().isEmpty()) {
      metadata.put("annotations", new TreeMap<>(job.settings().annotations()));
    }
    Map<String, Object> spec =
        map(
            "restartPolicy",
            "Never",
            "automountServiceAccountToken",
            false,
            "enableServiceLinks",
            false,
            "terminationGracePeriodSeconds",
            GRACE_SECONDS,
            "securityContext",
            map(
                "runAsNonRoot",
                true,
                "runAsUser",
                USER,
                "runAsGroup",
                USER,
                // Without it a namespace of the level "restricted" refuses the pods.
                "seccompProfile",
                map("type", "RuntimeDefault")),
            "topologySpreadConstraints",
            List.of(
                map(
                    "maxSkew",
                    1,
                    "topologyKey",
                    "kubernetes.io/hostname",
                    "whenUnsatisfiable",
                    "ScheduleAnyway",
                    "labelSelector",
                    map("matchLabels", map(JOB, job.name())))));
    where(spec);
    spec.put("containers", List.of(container()));
    spec.put("volumes", volumes());
    return map("metadata", metadata, "spec", spec);
  }

  /** What the settings say of the nodes; nothing empty, which would own the member. */
  private void where(Map<String, Object> spec) {
    PodSettings settings = job.settings();
    if (!settings.nodeSelector().isEmpty()) {
      spec.put("nodeSelector", new TreeMap<>(settings.nodeSelector()));
    }
    if (!settings.tolerations().isEmpty()) {
      spec.put(
          "tolerations",
          settings.tolerations().stream()
              .map(key -> map("key", key, "operator", "Exists"))
              .toList());
    }
    if (!settings.pullSecrets().isEmpty()) {
      spec.put(
          "imagePullSecrets",
          settings.pullSecrets().stream().map(name -> map("name", name)).toList());
    }
  }

  private Map<String, Object> resources() {
    String memory = job.settings().memoryMiB() + "Mi";
    String cpu = Math.round(job.settings().cpus() * 1000) + "m";
    return map("requests", map("cpu", cpu, "memory", memory), "limits", map("memory", memory));
  }

  private Map<String, Object> container() {
    List<Object> mounts = new ArrayList<>();
    mounts.add(mount("program", PodJob.PROGRAM));
    for (int i = 0; i < job.input().size(); i++) {
      mounts.add(mount("input-" + i, PodJob.INPUT + "/" + i));
    }
    mounts.add(mount("signal", PodJob.SIGNAL.substring(0, PodJob.SIGNAL.lastIndexOf('/'))));
    return map(
        "name",
        CONTAINER,
        "image",
        job.settings().image(),
        "command",
        job.command(),
        "resources",
        resources(),
        "securityContext",
        map(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            true,
            "capabilities",
            map("drop", List.of("ALL"))),
        "volumeMounts",
        mounts);
  }

  private List<Object> volumes() {
    List<Object> volumes = new ArrayList<>();
    volumes.add(map("name", "program", "configMap", map("name", job.name())));
    for (int i = 0; i < job.input().size(); i++) {
      volumes.add(map("name", "input-" + i, "secret", map("secretName", inputs().get(i).name())));
    }
    String file = PodJob.SIGNAL.substring(PodJob.SIGNAL.lastIndexOf('/') + 1);
    Map<String, Object> item =
        map("path", file, "fieldRef", map("fieldPath", "metadata.annotations['" + SIGNAL + "']"));
    volumes.add(map("name", "signal", "downwardAPI", map("items", List.of(item))));
    return volumes;
  }

  private static Map<String, Object> mount(String volume, String path) {
    return map("name", volume, "mountPath", path, "readOnly", true);
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
