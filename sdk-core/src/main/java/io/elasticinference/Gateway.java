package io.elasticinference;

/**
 * Which of ACK's ingress controllers a service is reached through, and so whose access log its
 * autoscaler reads.
 */
public enum Gateway {
  /**
   * The Nginx Ingress: class {@code nginx}, log store {@code nginx-ingress}. Its log tells
   * requests, latencies and bytes.
   */
  NGINX("nginx", "nginx-ingress"),
  /**
   * The Application Load Balancer: class {@code alb}. The metrics adapter reads requests a second
   * from its log, and nothing else; the log store is the one that the AlbConfig names.
   */
  ALB("alb", "");

  private final String ingressClass;
  private final String logstore;

  Gateway(String ingressClass, String logstore) {
    this.ingressClass = ingressClass;
    this.logstore = logstore;
  }

  /**
   * The name that ACK gives to this controller's ingress class.
   *
   * @return the class's name
   */
  public String ingressClass() {
    return ingressClass;
  }

  /**
   * The log store that ACK makes for this controller's access log.
   *
   * @return its name; empty where there is none by itself
   */
  public String logstore() {
    return logstore;
  }
}
