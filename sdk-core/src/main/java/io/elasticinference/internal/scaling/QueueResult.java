package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.ReplicaChange;
import java.util.List;

/**
 * What a simulation of a queue ended with.
 *
 * @param outcomes what became of each request
 * @param wanted how many replicas the autoscaler wanted, from when on
 * @param ready how many replicas were ready, from when on
 * @param peak the most replicas that it wanted
 * @param paidNanos the time of all replicas, from creation to the end of draining
 * @param slotNanos the time of all slots, from when they were ready until they were gone
 * @param busyNanos the time of all slots that were busy
 */
public record QueueResult(
    Outcomes outcomes,
    List<ReplicaChange> wanted,
    List<ReplicaChange> ready,
    int peak,
    double paidNanos,
    double slotNanos,
    double busyNanos) {}
