/**
 * The ingress gateway of the local cloud: a reverse proxy that routes as ACK's Nginx Ingress
 * controller does, and writes its access log into the log service, which is what the autoscaler's
 * metric is made of.
 *
 * <p>{@link io.elasticinference.testkit.gateway.IngressGateway} is the door; {@link
 * io.elasticinference.testkit.gateway.Routes} is told what Ingresses and ready pods there are. The
 * local cloud tells it; a test of routing or of the access log alone may.
 */
@NullMarked
package io.elasticinference.testkit.gateway;

import org.jspecify.annotations.NullMarked;
