package io.elasticinference.aliyun.internal.sls;

/**
 * How a gateway's access log names what is read here. Both log {@code status}, {@code request_time}
 * in seconds and {@code request_length} in bytes (ACK: log fields of the Nginx ingress; SLS: fields
 * of ALB's layer-7 access log).
 *
 * @param route the field that names the service that a request went to
 */
record LogFields(String route) {

  static final LogFields NGINX = new LogFields("proxy_upstream_name");
  static final LogFields ALB = new LogFields("slb_pool_name");

  private static final String OF_ALB = "sls_alb_";

  /** The fields that a metric of that name is computed from. */
  static LogFields of(String metric) {
    return metric.startsWith(OF_ALB) ? ALB : NGINX;
  }
}
