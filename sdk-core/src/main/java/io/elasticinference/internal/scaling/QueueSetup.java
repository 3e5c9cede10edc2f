package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.MetricWindow;

/**
 * All that a simulation of a queue depends on. Times are nanoseconds.
 *
 * @param traffic when requests come and how long each keeps a slot busy
 * @param concurrency slots of a replica
 * @param startup from a replica's creation until it is ready
 * @param timeout after which a request without an answer has failed
 * @param drain how long a replica that has to go may still finish its requests
 * @param horizon until when the autoscaler looks and costs are counted
 * @param autoscaler the autoscaler
 * @param initialReplicas replicas that are ready at the begin
 * @param window what the autoscaler's metric covers
 */
public record QueueSetup(
    Traffic traffic,
    int concurrency,
    long startup,
    long timeout,
    long drain,
    long horizon,
    HpaSettings autoscaler,
    int initialReplicas,
    MetricWindow window) {}
