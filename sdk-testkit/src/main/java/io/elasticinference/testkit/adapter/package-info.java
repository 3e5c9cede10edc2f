/**
 * The metrics adapter of the local cloud: it stands for alibaba-cloud-metrics-adapter, which gives
 * the horizontal pod autoscaler what it reads from the ingress's access log.
 *
 * <p>Facts of the real one (metrics, labels, defaults, query, how its answer is read) are those of
 * {@code pkg/metrics/sls} in AliyunContainerService/alibaba-cloud-metrics-adapter. The HTTP side is
 * what the Kubernetes API aggregator asks of {@code external.metrics.k8s.io/v1beta1}. The local
 * cloud starts and registers {@link io.elasticinference.testkit.adapter.MetricsAdapter}; programs
 * ask it only through the cluster.
 */
@NullMarked
package io.elasticinference.testkit.adapter;

import org.jspecify.annotations.NullMarked;
