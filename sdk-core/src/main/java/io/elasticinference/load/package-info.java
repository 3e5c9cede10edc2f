/**
 * The stress test: what load to send ({@link io.elasticinference.load.LoadProfile}), where ({@link
 * io.elasticinference.load.LoadTarget}), and what came of it ({@link
 * io.elasticinference.load.LoadReport}).
 *
 * <p>Load is sent by schedule and every latency is counted from the moment the schedule named, so a
 * server that stalls cannot slow down the clock that measures it. What the generator could not send
 * in time, or at all, is counted and shown.
 *
 * <p>For every program: {@link io.elasticinference.InferenceService#stressTest} sends to a service,
 * {@link io.elasticinference.load.LoadTest} to any HTTP server. Nothing here knows a cluster.
 */
@NullMarked
package io.elasticinference.load;

import org.jspecify.annotations.NullMarked;
