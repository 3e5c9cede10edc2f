package io.elasticinference.spi;

import io.elasticinference.Framework;

/**
 * The names of a service's objects, all made from four words, so that running the same program
 * again meets the same objects.
 *
 * @param namespace the namespace of all of them
 * @param name the service's name
 * @param version its serving version
 * @param framework which server serves it
 */
public record ServiceNames(String namespace, String name, String version, Framework framework) {

  /** The port that answers gRPC predictions. */
  public static final int GRPC_PORT = 8500;

  /** The port that answers REST predictions. */
  public static final int HTTP_PORT = 8501;

  /**
   * The base name of one version.
   *
   * @return {@code {name}-{version}}
   */
  public String base() {
    return name + "-" + version;
  }

  /**
   * The name of one version's workload, of its service object and of its autoscaler.
   *
   * @return {@code {name}-{version}-tensorflow-serving}
   */
  public String workload() {
    return base() + "-" + framework.servingName();
  }

  /**
   * The name of one version's model server configuration.
   *
   * @return {@code {name}-{version}-model-config}
   */
  public String modelConfig() {
    return base() + "-model-config";
  }

  /**
   * The name of the account that one version's replicas are changed with by the clock.
   *
   * @return {@code {name}-{version}-schedule}
   */
  public String schedule() {
    return base() + "-schedule";
  }

  /**
   * The name of the claim on the model's volume.
   *
   * @return {@code {name}-model}
   */
  public String modelClaim() {
    return name + "-model";
  }

  /**
   * The name of the model's volume, which has no namespace.
   *
   * @return {@code {namespace}-{name}-model}
   */
  public String modelVolume() {
    return namespace + "-" + name + "-model";
  }

  /**
   * The name of the secret that the volume is mounted with.
   *
   * @return {@code {name}-oss}
   */
  public String volumeSecret() {
    return name + "-oss";
  }

  /**
   * The name of the ingress of the stable version.
   *
   * @return {@code {name}}
   */
  public String ingress() {
    return name;
  }

  /**
   * The name of the ingress that gives a canary its share. Names of services have no dot, so that
   * it is never another service's.
   *
   * @return {@code {name}.canary}
   */
  public String canaryIngress() {
    return name + ".canary";
  }

  /**
   * How the ingress's log names this version.
   *
   * @return the route of the REST port
   */
  public Route route() {
    return new Route(namespace, workload(), HTTP_PORT);
  }
}
