package io.elasticinference.k8s.internal.apply;

import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Names;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.render.IngressObject;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.spi.ServingPaths;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads services back from the cluster: ours, and those that arena deployed. */
public final class Catalog {

  /** How arena's workloads say which model they serve: in the arguments of a shell line. */
  private static final Pattern MODEL_NAME = Pattern.compile("--model_name[= ]\"?([^\\s\"]+)");

  private static final Comparator<DeployedService> ORDER =
      Comparator.comparing((DeployedService service) -> service.names().namespace())
          .thenComparing(service -> service.names().name())
          .thenComparing(service -> service.names().version());

  private final ApiServer server;
  private final Workers workers;

  public Catalog(ApiServer server, Workers workers) {
    this.server = server;
    this.workers = workers;
  }

  /** A service, and when its workload was made. */
  private record Dated(DeployedService service, Instant made) {}

  /** All services of a namespace, or of all namespaces; by namespace, name and version. */
  public List<DeployedService> list(@Nullable String namespace) {
    return read(namespace, Labels.SERVING_NAME).stream().map(Dated::service).sorted(ORDER).toList();
  }

  /** All versions of a service, newest first. */
  public List<DeployedService> find(String namespace, String name) {
    return read(namespace, Names.labelIs(Labels.SERVING_NAME, name)).stream()
        .sorted(Comparator.comparing(Dated::made).reversed())
        .map(Dated::service)
        .toList();
  }

  /** The address that the ingress of a service answers at. */
  public Optional<String> ingressAddress(ServiceNames names) {
    Reply ingress =
        server.sendIfThere(
            ApiRequest.get(Resource.INGRESS.ref(names.namespace(), names.ingress())));
    return ingress == null ? Optional.empty() : address(ingress.body());
  }

  private List<Dated> read(@Nullable String namespace, String who) {
    String types =
        Arrays.stream(Framework.values())
            .map(Labels::servingType)
            .collect(Collectors.joining(",", Labels.SERVING_TYPE + " in (", ")"));
    String selector = who + "," + Labels.SERVING_VERSION + "," + types;
    List<List<Map<String, Object>>> lists =
        workers.all(
            List.of(
                () -> items(ApiRequest.list(Resource.INGRESS, namespace, "", "")),
                () -> items(ApiRequest.list(Resource.AUTOSCALER, namespace, "", "")),
                () -> items(ApiRequest.list(Resource.DEPLOYMENT, namespace, selector, ""))));
    List<Dated> services = new ArrayList<>();
    for (Map<String, Object> deployment : lists.get(2)) {
      ServiceNames names = names(deployment);
      if (names != null) {
        services.add(
            new Dated(
                service(names, deployment, lists.get(0), lists.get(1)),
                Tree.time(deployment, "metadata", "creationTimestamp").orElse(Instant.EPOCH)));
      }
    }
    return services;
  }

  private List<Map<String, Object>> items(ApiRequest request) {
    return Tree.maps(server.send(request).body(), "items");
  }

  /** Null for a workload whose own name is not what its labels say: nothing of ours would fit. */
  private static @Nullable ServiceNames names(Map<String, Object> deployment) {
    for (Framework framework : Framework.values()) {
      if (Labels.servingType(framework).equals(Tree.label(deployment, Labels.SERVING_TYPE))) {
        ServiceNames names =
            new ServiceNames(
                Tree.namespace(deployment),
                Tree.label(deployment, Labels.SERVING_NAME),
                Tree.label(deployment, Labels.SERVING_VERSION),
                framework);
        return names.workload().equals(Tree.name(deployment)) ? names : null;
      }
    }
    return null;
  }

  private static DeployedService service(
      ServiceNames names,
      Map<String, Object> deployment,
      List<Map<String, Object>> ingresses,
      List<Map<String, Object>> autoscalers) {
    Map<String, Object> container =
        Tree.maps(deployment, "spec", "template", "spec", "containers").stream()
            .findFirst()
            .orElse(Map.of());
    Exposure exposure = null;
    String address = null;
    for (Map<String, Object> ingress : ingresses) {
      if (exposure == null && Tree.namespace(ingress).equals(names.namespace())) {
        exposure = exposure(ingress, names.workload());
        address = exposure == null ? null : address(ingress).orElse(null);
      }
    }
    List<ScalingMetric> metrics = List.of();
    for (Map<String, Object> autoscaler : autoscalers) {
      if (Tree.namespace(autoscaler).equals(names.namespace())
          && Tree.text(autoscaler, "spec", "scaleTargetRef", "name").equals(names.workload())) {
        metrics = Metrics.of(autoscaler);
      }
    }
    String model = model(names, deployment, container);
    return new DeployedService(
        names,
        model,
        paths(names, model, deployment, container),
        Tree.text(container, "image"),
        exposure,
        address,
        metrics);
  }

  private static String model(
      ServiceNames names, Map<String, Object> deployment, Map<String, Object> container) {
    String annotated = Tree.annotation(deployment, Labels.MODEL);
    if (!annotated.isEmpty()) {
      return annotated;
    }
    String line = Tree.list(container, "command") + " " + Tree.list(container, "args");
    Matcher matcher = MODEL_NAME.matcher(line);
    return matcher.find() ? matcher.group(1).replaceAll("[],]+$", "") : names.name();
  }

  /** Of a server that somebody else described only what it is asked for is known. */
  private static ServingPaths paths(
      ServiceNames names,
      String model,
      Map<String, Object> deployment,
      Map<String, Object> container) {
    if (names.framework() == Framework.TENSORFLOW) {
      return ServingPaths.tensorflow(model);
    }
    String request = Tree.annotation(deployment, Labels.REQUEST_PATH);
    return new ServingPaths(
        Tree.textIfAny(container, "readinessProbe", "httpGet", "path").orElse("/"),
        request.isEmpty() ? "/" : request);
  }

  private static @Nullable Exposure exposure(Map<String, Object> ingress, String workload) {
    for (Map<String, Object> rule : Tree.maps(ingress, "spec", "rules")) {
      for (Map<String, Object> path : Tree.maps(rule, "http", "paths")) {
        if (Tree.text(path, "backend", "service", "name").equals(workload)) {
          String given = Tree.annotation(ingress, IngressObject.PATH);
          return new Exposure(
              Tree.text(rule, "host"),
              given.isEmpty() ? Tree.textIfAny(path, "path").orElse("/") : given,
              Tree.text(ingress, "spec", "ingressClassName"),
              Tree.annotation(ingress, IngressObject.AFFINITY).equals(IngressObject.COOKIE),
              IngressObject.canaryShare(ingress));
        }
      }
    }
    return null;
  }

  private static Optional<String> address(Map<String, Object> ingress) {
    for (Map<String, Object> at : Tree.maps(ingress, "status", "loadBalancer", "ingress")) {
      Optional<String> ip = Tree.textIfAny(at, "ip");
      return ip.isPresent() ? ip : Tree.textIfAny(at, "hostname");
    }
    return Optional.empty();
  }
}
