package io.elasticinference.internal;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.Endpoint;
import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ServiceNames;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where load on one service may go: its own addresses, and no others unless that is wished. */
public final class LoadTargets {
  private static final Set<Integer> WEB_PORTS = Set.of(80, 443);
  private static final Set<Integer> SERVICE_PORTS =
      Set.of(ServiceNames.GRPC_PORT, ServiceNames.HTTP_PORT);

  private final ServiceNames names;
  private final Supplier<Optional<Endpoint>> endpoint;
  private final Optional<String> grpcAddress;

  /**
   * Knows the addresses of a service.
   *
   * @param names its names
   * @param endpoint asked for where it answers from outside, if it has an ingress
   * @param environment says where it answers gRPC, if anything does
   */
  public LoadTargets(
      ServiceNames names, Supplier<Optional<Endpoint>> endpoint, Environment environment) {
    this.names = names;
    this.endpoint = endpoint;
    this.grpcAddress = environment.get(Environment.GRPC_ADDRESS);
  }

  /**
   * Where the service answers predictions over HTTP from outside.
   *
   * @param endpoint its own
   * @return the predict URL at the ingress's address
   */
  public static LoadTarget http(Endpoint endpoint) {
    return LoadTarget.of(endpoint.predictUriByAddress()).hostHeader(endpoint.host());
  }

  /**
   * Where the service answers gRPC: what the environment says, else its own name within the
   * cluster.
   *
   * @return the target
   * @throws ElasticInferenceException where the environment says nothing and the name cannot be
   *     resolved here
   */
  public LoadTarget grpc() {
    String address = grpcAddress.orElseGet(this::nameInCluster);
    LoadTarget target;
    try {
      target = LoadTarget.of(URI.create("http://" + address)).path(GrpcRequest.PATH);
    } catch (IllegalArgumentException e) {
      throw new ElasticInferenceException(
          Environment.GRPC_ADDRESS + ": " + address + " (expected: host:port).",
          "Set it to where the service answers gRPC.",
          false,
          e);
    }
    if (grpcAddress.isEmpty() && !resolves(target.host())) {
      throw new ElasticInferenceException(
          "Service '"
              + names.name()
              + "': "
              + target.host()
              + " has no address here (expected: a program within the cluster).",
          "Forward its port with: kubectl port-forward --namespace "
              + names.namespace()
              + " service/"
              + names.workload()
              + " 8500:8500, and set "
              + Environment.GRPC_ADDRESS
              + "=127.0.0.1:8500.",
          false,
          null);
    }
    return target;
  }

  private String nameInCluster() {
    return names.workload() + "." + names.namespace() + ".svc:" + ServiceNames.GRPC_PORT;
  }

  private static boolean resolves(String host) {
    try {
      InetAddress.getByName(host);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Refuses a target that is not the service's own, unless the profile allows it.
   *
   * @param target where load is to go
   * @param profile what is to be sent
   * @throws ElasticInferenceException when it is another's
   */
  public void check(LoadTarget target, LoadProfile profile) {
    if (!profile.foreignTargetAllowed() && !isOwn(target)) {
      throw new ElasticInferenceException(
          "Load target "
              + target
              + ": not an address of service '"
              + names.name()
              + "' (expected: "
              + own()
              + ").",
          "Give one of these, or say allowForeignTarget() if you may put load on the other.",
          false,
          null);
    }
  }

  private String own() {
    return Stream.of(
            endpoint.get().map(outside -> http(outside).toString()),
            grpcAddress,
            Optional.of(names.workload() + "." + names.namespace() + ".svc"))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", or "));
  }

  private boolean isOwn(LoadTarget target) {
    String address = target.host() + ":" + target.port();
    if (grpcAddress.filter(address::equalsIgnoreCase).isPresent()) {
      return true;
    }
    return endpoint.get().filter(own -> isAt(own, target, address)).isPresent()
        || isInCluster(target);
  }

  /** An ingress has one address for the hosts of many services. */
  private static boolean isAt(Endpoint own, LoadTarget target, String address) {
    boolean reached =
        address.equalsIgnoreCase(own.address())
            || (target.host().equalsIgnoreCase(own.host()) && WEB_PORTS.contains(target.port()));
    String asked = target.hostHeader().replaceFirst(":\\d+$", "");
    return reached && asked.equalsIgnoreCase(own.host());
  }

  private boolean isInCluster(LoadTarget target) {
    String name = names.workload() + "." + names.namespace();
    return SERVICE_PORTS.contains(target.port())
        && List.of(name, name + ".svc", name + ".svc.cluster.local")
            .contains(target.host().toLowerCase(Locale.ROOT));
  }
}
