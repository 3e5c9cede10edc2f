package io.elasticinference.spi;

import io.elasticinference.Exposure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service as it is read back from the cluster.
 *
 * @param names the names of its objects
 * @param model the model's name
 * @param paths where its server answers
 * @param image the model server's image
 * @param exposureFound its ingress; null where it has none
 * @param ingressAddressFound the ingress's own address; null while it has none
 * @param metrics what it scales by, in its autoscaler's order; none where it does not scale
 */
public record DeployedService(
    ServiceNames names,
    String model,
    ServingPaths paths,
    String image,
    @Nullable Exposure exposureFound,
    @Nullable String ingressAddressFound,
    List<ScalingMetric> metrics) {

  public DeployedService {
    metrics = List.copyOf(metrics);
  }

  /**
   * Its ingress.
   *
   * @return empty where it has none
   */
  public Optional<Exposure> exposure() {
    return Optional.ofNullable(exposureFound);
  }

  /**
   * The ingress's own address.
   *
   * @return a host name or IP address; empty while it has none
   */
  public Optional<String> ingressAddress() {
    return Optional.ofNullable(ingressAddressFound);
  }
}
