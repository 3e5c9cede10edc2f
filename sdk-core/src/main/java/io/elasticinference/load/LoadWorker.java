package io.elasticinference.load;

import java.time.Duration;
import java.util.Optional;

/**
 * One of the pods that sent a distributed load, and what it did.
 *
 * @param index which share it had, from 0
 * @param pod the pod's name; empty when there never was one
 * @param lateBy how much later than agreed it began; empty when it never began
 * @param totals its own books; of a worker that was lost, as far as they are known
 * @param problem what went wrong with it; empty when it sent its whole share
 */
public record LoadWorker(
    int index,
    String pod,
    Optional<Duration> lateBy,
    LoadTotals totals,
    Optional<String> problem) {}
