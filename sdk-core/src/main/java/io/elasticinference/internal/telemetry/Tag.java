package io.elasticinference.internal.telemetry;

/**
 * What a value is told apart by. Micrometer's keys are short; namespace and service carry a prefix,
 * since Prometheus puts labels of those bare names on all that it scrapes in Kubernetes, and
 * renames ours. OpenTelemetry's are those of its semantic conventions where there is one; {@code
 * service.name} there is the program that reports, never the service that it deploys.
 */
public enum Tag {
  OPERATION("operation", "elastic.inference.operation"),
  STAGE("stage", "elastic.inference.stage"),
  NAMESPACE("inference.namespace", "k8s.namespace.name"),
  SERVICE("inference.service", "elastic.inference.service"),
  ERROR("error", "error.type"),
  API("api", "elastic.inference.api"),
  API_OPERATION("operation", "elastic.inference.api.operation"),
  STATUS("status", "http.response.status_code"),
  REASON("reason", "elastic.inference.reason"),
  STATE("state", "elastic.inference.state"),
  DIRECTION("direction", "elastic.inference.direction"),
  OUTCOME("outcome", "elastic.inference.outcome"),
  QUANTILE("quantile", "elastic.inference.quantile");

  /**
   * What Micrometer's tags say where there is nothing to say: all values of a name have all tags.
   */
  public static final String NOTHING = "none";

  private final String key;
  private final String attribute;

  Tag(String key, String attribute) {
    this.key = key;
    this.attribute = attribute;
  }

  /** The key in Micrometer. */
  public String key() {
    return key;
  }

  /** The key in OpenTelemetry. */
  public String attribute() {
    return attribute;
  }
}
