package io.elasticinference.spi;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that say which cluster, whose account and which region: the process's environment
 * variables, and what was set over them. Immutable. Values may be secret, so {@code toString} shows
 * names only.
 */
public final class Environment {

  /** Names the cluster: for its log project, and for a temporary kubeconfig. */
  public static final String ACK_CLUSTER_ID = "ACK_CLUSTER_ID";

  /** The kubeconfig file. */
  public static final String KUBECONFIG = "KUBECONFIG";

  /** Who asks. */
  public static final String ACCESS_KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";

  /** Their secret. */
  public static final String ACCESS_KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

  /** The token of temporary credentials. */
  public static final String SECURITY_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";

  /** The region, for example {@code cn-beijing}. */
  public static final String REGION_ID = "ALIBABA_CLOUD_REGION_ID";

  /** The model store's URL, where it is not the region's own. */
  public static final String OSS_ENDPOINT = "OSS_ENDPOINT";

  /**
   * The folder in which uploads of large files keep how far they are, where it is not {@code
   * $XDG_CACHE_HOME/elastic-inference/uploads}, else {@code ~/.cache/elastic-inference/uploads}.
   */
  public static final String OSS_UPLOAD_CHECKPOINTS = "OSS_UPLOAD_CHECKPOINTS";

  /** The size of the parts in which large files are sent, in MiB, 1 to 2047; 8 by default. */
  public static final String OSS_UPLOAD_PART_MIB = "OSS_UPLOAD_PART_MIB";

  /** How many files and parts are sent at once, 1 to 64; 16 by default. */
  public static final String OSS_UPLOAD_CONCURRENCY = "OSS_UPLOAD_CONCURRENCY";

  /** How often a request is tried whose failure may pass, 1 to 50; 8 by default. */
  public static final String OSS_UPLOAD_ATTEMPTS = "OSS_UPLOAD_ATTEMPTS";

  /**
   * How long the store may say nothing before a request is tried again, 1 to 3600; 60 by default.
   */
  public static final String OSS_UPLOAD_TIMEOUT_SECONDS = "OSS_UPLOAD_TIMEOUT_SECONDS";

  /** The log service's URL, where it is not the region's own. */
  public static final String SLS_ENDPOINT = "SLS_ENDPOINT";

  /** {@code host:port} of the ingress, where the one in its status cannot be reached. */
  public static final String INGRESS_ADDRESS = "INGRESS_ADDRESS";

  /**
   * {@code host:port} to send gRPC predictions to, where this program does not run within the
   * cluster: a forwarded port, a load balancer of its own, or an ingress that speaks gRPC.
   */
  public static final String GRPC_ADDRESS = "GRPC_ADDRESS";

  private final Map<String, String> values;

  private Environment(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * The process's own environment variables.
   *
   * @return what {@link System#getenv()} holds now
   */
  public static Environment system() {
    return new Environment(System.getenv());
  }

  /**
   * Exactly these settings.
   *
   * @param values names and values
   * @return an environment that knows nothing else
   */
  public static Environment of(Map<String, String> values) {
    return new Environment(values);
  }

  /**
   * Sets values over those that are here.
   *
   * @param overrides names and values
   * @return a new environment
   */
  public Environment with(Map<String, String> overrides) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(overrides);
    return new Environment(all);
  }

  /**
   * Looks a setting up.
   *
   * @param name its name
   * @return its value; empty where it is not set, or set to nothing
   */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  @Override
  public String toString() {
    return "Environment" + new TreeMap<>(values).keySet();
  }
}
