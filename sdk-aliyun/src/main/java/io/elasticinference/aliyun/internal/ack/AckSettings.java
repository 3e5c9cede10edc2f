package io.elasticinference.aliyun.internal.ack;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.aliyun.internal.Region;
import io.elasticinference.spi.Environment;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which cluster, and where the Container Service answers.
 *
 * @param clusterId the cluster's id
 * @param endpoint scheme, host and port
 * @param privateAddress whether the kubeconfig names the API server's address inside the VPC
 */
record AckSettings(String clusterId, URI endpoint, boolean privateAddress) {

  /** The Container Service's URL, where it is not the region's own. */
  static final String ENDPOINT = "CS_ENDPOINT";

  /** {@code true} for an API server that has no public address. */
  static final String PRIVATE_ADDRESS = "ACK_PRIVATE_ADDRESS";

  private static final Pattern CLUSTER_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern URL = Pattern.compile("https?://[^/?#@]+/?");

  /**
   * Reads the settings.
   *
   * @return empty where they name no cluster
   * @throws ClusterAccessException where they name one, and the rest cannot be right
   */
  static Optional<AckSettings> of(Environment environment) {
    return environment.get(Environment.ACK_CLUSTER_ID).map(id -> of(id, environment));
  }

  private static AckSettings of(String id, Environment environment) {
    if (!CLUSTER_ID.matcher(id).matches()) {
      throw wrong(
          Environment.ACK_CLUSTER_ID + ": " + id + " (expected: letters, digits and -).",
          "Copy it from the cluster's page in the console.");
    }
    return new AckSettings(
        id,
        endpoint(environment),
        environment.get(PRIVATE_ADDRESS).map(Boolean::parseBoolean).orElse(false));
  }

  private static URI endpoint(Environment environment) {
    Optional<String> set = environment.get(ENDPOINT);
    if (set.isPresent()) {
      if (!URL.matcher(set.get()).matches()) {
        throw wrong(
            ENDPOINT + ": " + set.get() + " (expected: https://cs.cn-beijing.aliyuncs.com).",
            "Correct it, or leave it out for the region's own.");
      }
      return URI.create(set.get().replaceFirst("/$", ""));
    }
    return Region.of(environment)
        .map(region -> URI.create("https://cs." + region + ".aliyuncs.com"))
        .orElseThrow(
            () ->
                wrong(
                    "A kubeconfig for the cluster of "
                        + Environment.ACK_CLUSTER_ID
                        + ": "
                        + Region.missing(environment)
                        + ".",
                    "Set " + Environment.REGION_ID + "."));
  }

  private static ClusterAccessException wrong(String observed, String hint) {
    return new ClusterAccessException(observed, hint, false, null);
  }
}
