package io.elasticinference.testkit;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.ControlPlane;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.ObjectWatch;
import io.elasticinference.testkit.gateway.IngressRule;
import io.elasticinference.testkit.gateway.PathType;
import io.elasticinference.testkit.gateway.Routes;
import io.elasticinference.testkit.gateway.ServicePort;
import io.elasticinference.testkit.gateway.Upstream;
import io.elasticinference.testkit.node.VirtualNodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the ingress controller's other half: follows Ingresses, Services and EndpointSlices, tells
 * the gateway of rules and ready pods, and writes the gateway's address into the status of each
 * Ingress of class {@code nginx}. A gateway that serves one namespace alone hears of that.
 */
final class ClusterRoutes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterRoutes.class);
  private static final String CLASS = "nginx";
  private static final String NETWORKING = "/apis/networking.k8s.io/v1";
  private static final String ANNOTATIONS = "nginx.ingress.kubernetes.io/";

  private final KubeClient client;
  private final List<Audience> audiences = new ArrayList<>();
  private final VirtualNodes nodes;
  private final Map<String, JsonObject> ingresses = new HashMap<>();
  private final Map<String, JsonObject> services = new HashMap<>();
  private final Map<String, JsonObject> slices = new HashMap<>();
  private final List<ObjectWatch> watches = new ArrayList<>();

  /** A gateway, whose Ingresses it serves, and the ports that it was told the pods of. */
  private record Audience(
      Routes gateway, Predicate<JsonObject> ingresses, Set<ServicePort> knownPorts) {}

  ClusterRoutes(ControlPlane plane, Routes gateway, VirtualNodes nodes) {
    this.client = plane.client("local-cloud-ingress");
    this.nodes = nodes;
    audiences.add(new Audience(gateway, ingress -> true, new HashSet<>()));
    watch(NETWORKING + "/ingresses", ingresses);
    watch("/api/v1/services", services);
    watch("/apis/discovery.k8s.io/v1/endpointslices", slices);
  }

  /** Tells one more gateway of the Ingresses of one namespace alone. */
  synchronized void add(String namespace, Routes gateway) {
    Audience audience =
        new Audience(
            gateway,
            ingress -> Json.text(ingress, "metadata", "namespace").equals(namespace),
            new HashSet<>());
    audiences.add(audience);
    tell(audience);
  }

  synchronized void remove(Routes gateway) {
    audiences.removeIf(audience -> audience.gateway() == gateway);
  }

  private void watch(String path, Map<String, JsonObject> objects) {
    watches.add(
        ObjectWatch.start(
            client, path, "", object -> changed(objects, object), object -> gone(objects, object)));
  }

  private void changed(Map<String, JsonObject> objects, JsonObject object) {
    synchronized (this) {
      objects.put(key(object), object);
      tell();
    }
    if (objects == ingresses && served(object)) {
      writeAddress(object);
    }
  }

  private synchronized void gone(Map<String, JsonObject> objects, JsonObject object) {
    objects.remove(key(object));
    tell();
  }

  private void tell() {
    audiences.forEach(this::tell);
  }

  private void tell(Audience audience) {
    Routes gateway = audience.gateway();
    Set<ServicePort> told = audience.knownPorts();
    List<IngressRule> rules =
        ingresses.values().stream()
            .filter(ClusterRoutes::served)
            .filter(audience.ingresses())
            .sorted(
                Comparator.comparing(object -> Json.text(object, "metadata", "creationTimestamp")))
            .flatMap(this::usableRules)
            .toList();
    Set<ServicePort> wanted = new HashSet<>();
    rules.forEach(rule -> wanted.add(rule.backend()));
    told.stream()
        .filter(port -> !wanted.contains(port))
        .forEach(port -> gateway.endpoints(port, List.of()));
    wanted.forEach(port -> gateway.endpoints(port, ready(port)));
    told.clear();
    told.addAll(wanted);
    gateway.update(rules);
  }

  private static boolean served(JsonObject ingress) {
    return CLASS.equals(Json.text(ingress, "spec", "ingressClassName"));
  }

  /** One Ingress that cannot be used must not cost the others. */
  private Stream<IngressRule> usableRules(JsonObject ingress) {
    try {
      return rules(ingress).toList().stream();
    } catch (IllegalArgumentException e) {
      LOG.warn("Ingress {} is left out: {}", key(ingress), e.getMessage());
      return Stream.empty();
    }
  }

  private Stream<IngressRule> rules(JsonObject ingress) {
    String namespace = Json.text(ingress, "metadata", "namespace");
    boolean canary = "true".equals(annotation(ingress, "canary"));
    String weight = annotation(ingress, "canary-weight");
    return Json.objects(ingress, "spec", "rules").stream()
        .flatMap(
            rule ->
                Json.objects(rule, "http", "paths").stream()
                    .flatMap(
                        path ->
                            backend(namespace, path).stream()
                                .map(
                                    port ->
                                        new IngressRule(
                                            Json.text(rule, "host"),
                                            path.has("path") ? Json.text(path, "path") : "/",
                                            pathType(Json.text(path, "pathType")),
                                            port,
                                            canary,
                                            weight.matches("\\d{1,3}")
                                                ? Integer.parseInt(weight)
                                                : 0))));
  }

  private Optional<ServicePort> backend(String namespace, JsonObject path) {
    String service = Json.text(path, "backend", "service", "name");
    String number = Json.text(path, "backend", "service", "port", "number");
    if (!number.isEmpty()) {
      return Optional.of(new ServicePort(namespace, service, Integer.parseInt(number)));
    }
    String name = Json.text(path, "backend", "service", "port", "name");
    return port(namespace, service, "name", name)
        .map(port -> new ServicePort(namespace, service, port.get("port").getAsInt()));
  }

  private Optional<JsonObject> port(String namespace, String service, String by, String value) {
    JsonObject object = services.get(namespace + "/" + service);
    return object == null
        ? Optional.empty()
        : Json.objects(object, "spec", "ports").stream()
            .filter(port -> Json.text(port, by).equals(value))
            .findFirst();
  }

  /** The pods behind a Service that are ready now. */
  synchronized List<Upstream> pods(ServicePort wanted) {
    return ready(wanted);
  }

  private List<Upstream> ready(ServicePort wanted) {
    Optional<JsonObject> port =
        port(wanted.namespace(), wanted.service(), "port", Integer.toString(wanted.port()));
    if (port.isEmpty()) {
      return List.of();
    }
    String name = Json.text(port.get(), "name");
    return slices.values().stream()
        .filter(slice -> Json.text(slice, "metadata", "namespace").equals(wanted.namespace()))
        .filter(
            slice ->
                Json.text(slice, "metadata", "labels", "kubernetes.io/service-name")
                    .equals(wanted.service()))
        .flatMap(
            slice ->
                Json.objects(slice, "ports").stream()
                    .filter(each -> Json.text(each, "name").equals(name))
                    .flatMap(each -> upstreams(slice, each.get("port").getAsInt())))
        .toList();
  }

  private Stream<Upstream> upstreams(JsonObject slice, int port) {
    return Json.objects(slice, "endpoints").stream()
        .filter(endpoint -> !Json.text(endpoint, "conditions", "ready").equals("false"))
        .map(endpoint -> endpoint.getAsJsonArray("addresses").get(0).getAsString())
        .flatMap(
            address ->
                nodes.resolve(address, port).stream()
                    .map(listening -> new Upstream(address + ":" + port, listening)));
  }

  private void writeAddress(JsonObject ingress) {
    if (!Json.objects(ingress, "status", "loadBalancer", "ingress").isEmpty()) {
      return;
    }
    String path =
        NETWORKING
            + "/namespaces/"
            + Json.text(ingress, "metadata", "namespace")
            + "/ingresses/"
            + Json.text(ingress, "metadata", "name")
            + "/status";
    client.patch(
        path,
        KubeClient.MERGE,
        Json.object(
            "status",
            Json.object(
                "loadBalancer",
                Json.object("ingress", Json.array(Json.object("ip", "127.0.0.1"))))));
  }

  private static PathType pathType(String name) {
    return switch (name) {
      case "Exact" -> PathType.EXACT;
      case "Prefix" -> PathType.PREFIX;
      default -> PathType.IMPLEMENTATION_SPECIFIC;
    };
  }

  private static String key(JsonObject object) {
    return Json.text(object, "metadata", "namespace") + "/" + Json.text(object, "metadata", "name");
  }

  private static String annotation(JsonObject object, String name) {
    return Json.text(object, "metadata", "annotations", ANNOTATIONS + name);
  }

  @Override
  public void close() {
    watches.forEach(ObjectWatch::close);
  }
}
