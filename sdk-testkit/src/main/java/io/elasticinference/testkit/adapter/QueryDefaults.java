package io.elasticinference.testkit.adapter;

/**
 * What holds where a metric's labels say nothing.
 *
 * @param intervalSeconds over how long a metric is averaged
 * @param delaySeconds how far behind now the window ends
 */
record QueryDefaults(long intervalSeconds, long delaySeconds) {}
