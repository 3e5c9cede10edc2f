package io.elasticinference.internal.explain;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.ScalingMetric;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log knows of one metric.
 *
 * @param metric the metric
 * @param reading what the adapter reads now; null where the log cannot be read
 * @param failure why the log cannot be read; null where it can
 * @param log what the log has; null where nobody needed to look
 * @param history what the adapter read in the last minutes; empty where nobody needed to look
 */
record MetricFacts(
    ScalingMetric metric,
    @Nullable AdapterReading reading,
    @Nullable ElasticInferenceException failure,
    @Nullable LogView log,
    SortedMap<Instant, Double> history) {}
