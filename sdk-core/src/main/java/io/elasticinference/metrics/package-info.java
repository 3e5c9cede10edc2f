/**
 * What the traffic of a service looks like, read from the access log that the autoscaler reads.
 *
 * <p>For every program, through {@link io.elasticinference.InferenceService#metrics()}; nothing
 * here is made by hand. {@link io.elasticinference.metrics.ServiceMetrics} asks, the rest are its
 * answers. Load that a stress test sends is measured at the sender instead, in {@link
 * io.elasticinference.load}.
 */
@NullMarked
package io.elasticinference.metrics;

import org.jspecify.annotations.NullMarked;
