package io.elasticinference.k8s.internal.preflight;

import io.elasticinference.Autoscale;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiVersions;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.apply.ToleranceField;
import io.elasticinference.preflight.Finding;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.spi.ScalingMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether a service could scale: the autoscaler's version, the metrics API, and its answers. */
final class ScalingChecks {

  private static final String METRICS = "apis/external.metrics.k8s.io/v1beta1";
  private static final String API_SERVICE = "v1beta1.external.metrics.k8s.io";
  static final String VERSIONS = "Autoscaler API";
  static final String API = "Metrics API";

  private final Looks looks;
  private final ToleranceField tolerance;
  private final String namespace;

  ScalingChecks(Looks looks, ToleranceField tolerance, String namespace) {
    this.looks = looks;
    this.tolerance = tolerance;
    this.namespace = namespace;
  }

  List<Finding> versions(Autoscale autoscale) {
    List<String> served = ApiVersions.of(looks.path("apis/autoscaling", Map.of()));
    List<Finding> findings = new ArrayList<>();
    findings.add(
        ApiVersions.AUTOSCALING.stream()
            .filter(served::contains)
            .findFirst()
            .map(version -> Finding.ok(VERSIONS, version))
            .orElseGet(
                () ->
                    Finding.error(
                        VERSIONS,
                        "serves " + served,
                        String.join(" or ", ApiVersions.AUTOSCALING),
                        "Upgrade the cluster.")));
    if (wantsTolerance(autoscale)) {
      findings.add(
          tolerance.isKept(namespace)
              ? Finding.ok(VERSIONS + ", tolerance", "kept")
              : Finding.error(
                  VERSIONS + ", tolerance",
                  "not kept",
                  "Kubernetes 1.35, or 1.33 with the gate HPAConfigurableTolerance",
                  "Leave the tolerance out of scaleUp(..) and scaleDown(..)."));
    }
    return findings;
  }

  private static boolean wantsTolerance(Autoscale autoscale) {
    return autoscale.scaleUp().map(ScalingRules::tolerance).filter(t -> t.isPresent()).isPresent()
        || autoscale
            .scaleDown()
            .map(ScalingRules::tolerance)
            .filter(t -> t.isPresent())
            .isPresent();
  }

  /** Registered and available; without the right to see that, whether it answers. */
  List<Finding> api() {
    Map<String, Object> service;
    try {
      service = looks.get(Resource.API_SERVICE, null, API_SERVICE);
    } catch (ApiFailure failure) {
      if (!failure.refused()) {
        throw failure;
      }
      return List.of(answering());
    }
    if (service == null) {
      return List.of(missing());
    }
    Map<String, Object> available = Tree.condition(service, "Available");
    if (!Tree.text(available, "status").equals("True")) {
      return List.of(
          Finding.error(
              API,
              "registered and not available: " + Tree.text(available, "message"),
              "an adapter that answers",
              "Look at the adapter's pods in kube-system; reinstall it if they are gone."));
    }
    return List.of(Finding.ok(API, "external.metrics.k8s.io is registered and available"));
  }

  private Finding answering() {
    try {
      looks.path(METRICS, Map.of());
      return Finding.ok(API, "external.metrics.k8s.io answers");
    } catch (ApiFailure failure) {
      if (failure.notFound()) {
        return missing();
      }
      throw failure;
    }
  }

  private static Finding missing() {
    return Finding.error(
        API,
        "external.metrics.k8s.io is not registered",
        "a metrics adapter, by which the service scales",
        "Install the metrics adapter of the ingress's log (README, \"On a real ACK cluster\"), or"
            + " deploy without autoscale(..).");
  }

  /** Asks as the autoscaler will. */
  List<Finding> value(ScalingMetric metric) {
    String object = object(metric);
    String selector =
        new TreeMap<>(metric.selector())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    Map<String, Object> answer;
    try {
      answer =
          looks.path(
              METRICS + "/namespaces/" + namespace + "/" + metric.name(),
              Map.of("labelSelector", selector));
    } catch (ApiFailure failure) {
      if (failure.refused()) {
        throw failure;
      }
      return List.of(
          Finding.error(
              object,
              "the adapter fails: " + failure.getMessage(),
              "a value",
              failure.notFound()
                  ? "Install the metrics adapter first."
                  : "Check project and log store of autoscale(..), and the adapter's access to"
                      + " them: its own log says more."));
    }
    List<Map<String, Object>> items = Tree.maps(answer, "items");
    if (items.isEmpty()) {
      return List.of(
          Finding.warning(
              object,
              "the adapter answers nothing",
              "a value, 0 where no request came",
              "The log had no rows within the last 100 s, so that the autoscaler would do nothing:"
                  + " send a request through the ingress and look again; if there is still none,"
                  + " check that the ingress writes its access log to this log store."));
    }
    return List.of(Finding.ok(object, "the adapter answers " + Tree.at(items.get(0), "value")));
  }

  static String object(ScalingMetric metric) {
    return "Metric " + metric.name();
  }
}
