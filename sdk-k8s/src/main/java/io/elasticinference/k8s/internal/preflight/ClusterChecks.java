package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.Burst;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.CanaryCheck;
import io.elasticinference.k8s.internal.apply.ToleranceField;
import io.elasticinference.preflight.Finding;
import io.elasticinference.spi.PreflightCheck;
import io.elasticinference.spi.PreflightSubject;
import io.elasticinference.spi.ScalingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All that a cluster is looked at for before a deployment. */
public final class ClusterChecks {

  private static final String SERVER = "API server";

  private final ApiServer server;
  private final Workers workers;
  private final ToleranceField tolerance;
  private final PreflightSubject subject;
  private final Looks looks;
  private final List<PreflightCheck> checks = new ArrayList<>();

  public ClusterChecks(
      ApiServer server, Workers workers, ToleranceField tolerance, PreflightSubject subject) {
    this.server = server;
    this.workers = workers;
    this.tolerance = tolerance;
    this.subject = subject;
    this.looks = new Looks(server);
  }

  /** One look for each thing that this deployment needs. */
  public List<PreflightCheck> all() {
    String namespace = subject.names().namespace();
    checks.add(new PreflightCheck(SERVER, this::version));
    add("Namespace " + namespace, this::namespace);
    add("Rights in " + namespace, () -> RightsCheck.look(server, workers, subject));
    add(QuotaChecks.QUOTA, new QuotaChecks(looks, subject)::look);
    String driver = subject.volumeDriver();
    if (driver != null) {
      add("CSI driver " + driver, () -> driver(driver));
    }
    nodes();
    subject
        .spec()
        .exposure()
        .ifPresent(
            exposure -> {
              IngressChecks ingress = new IngressChecks(looks, subject, exposure);
              add(ingress.classObject(), ingress::ingressClass);
              add(ingress.addressObject(), ingress::address);
              if (exposure.canary().isPresent()) {
                add(IngressChecks.CANARY, () -> ingress.canary(new CanaryCheck(server)));
              }
            });
    subject
        .spec()
        .autoscale()
        .ifPresent(
            autoscale -> {
              ScalingChecks scaling = new ScalingChecks(looks, tolerance, namespace);
              add(ScalingChecks.VERSIONS, () -> scaling.versions(autoscale));
              add(ScalingChecks.API, scaling::api);
              for (ScalingMetric metric : subject.metrics()) {
                add(ScalingChecks.object(metric), () -> scaling.value(metric));
              }
            });
    return List.copyOf(checks);
  }

  private void nodes() {
    NodeChecks nodes = new NodeChecks(looks, subject);
    if (!subject.elasticNodes().isEmpty()) {
      add(NodeChecks.ELASTIC, nodes::elastic);
    }
    if (subject.spec().burst() == Burst.NONE && !subject.placement().limits().isEmpty()) {
      add(NodeChecks.NODES, nodes::devices);
    }
  }

  private void add(String object, Supplier<List<Finding>> look) {
    checks.add(new PreflightCheck(object, () -> looks.unlessRefused(object, look)));
  }

  private List<Finding> version() {
    try {
      String version = Tree.text(looks.path("version", Map.of()), "gitVersion");
      return List.of(Finding.ok(SERVER, server.url() + " serves Kubernetes " + version));
    } catch (ApiFailure failure) {
      throw new Failures(server.url()).explain(failure, "");
    }
  }

  private List<Finding> namespace() {
    String name = subject.names().namespace();
    String object = "Namespace " + name;
    Map<String, Object> found = looks.get(Resource.NAMESPACE, null, name);
    if (found == null) {
      return List.of(
          Finding.error(
              object, "not there", "there", "Create it: kubectl create namespace " + name + "."));
    }
    String phase = Tree.text(found, "status", "phase");
    return List.of(
        phase.equals("Terminating")
            ? Finding.error(
                object,
                "being deleted",
                "a living one",
                "Wait until it is gone and create it again, or deploy to another one.")
            : Finding.ok(object, phase));
  }

  private List<Finding> driver(String name) {
    String object = "CSI driver " + name;
    return List.of(
        looks.get(Resource.CSI_DRIVER, null, name) == null
            ? Finding.error(
                object,
                "not installed",
                "installed, since it mounts the model",
                "Install the cluster's CSI plugin for this kind of volume.")
            : Finding.ok(object, "installed"));
  }
}
