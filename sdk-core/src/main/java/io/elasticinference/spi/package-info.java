/**
 * The ports: what the pipeline needs of a cluster, a model store, an elastic placement and a source
 * of traffic metrics, in neutral terms.
 *
 * <p>For those who bring another cluster or cloud: implement {@link
 * io.elasticinference.spi.Cluster}, {@link io.elasticinference.spi.ModelStore}, {@link
 * io.elasticinference.spi.Placement}, {@link io.elasticinference.spi.TrafficMetrics} or {@link
 * io.elasticinference.spi.Connection}, and be found by {@link java.util.ServiceLoader}, or be set
 * on {@link io.elasticinference.InferenceClient.Builder}, which wins. Applications need only {@link
 * io.elasticinference.spi.Environment}, for the names of the variables. The pipeline calls, the
 * ports answer; they never call back into it.
 */
@NullMarked
package io.elasticinference.spi;

import org.jspecify.annotations.NullMarked;
