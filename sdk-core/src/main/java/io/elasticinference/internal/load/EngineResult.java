package io.elasticinference.internal.load;

import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.LoadWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What the engine knows at the end.
 *
 * @param target where load was sent
 * @param profile what was to be sent
 * @param startedAt the begin of the first second
 * @param loadDuration how long load was sent
 * @param duration the same with the wait for the last replies
 * @param outcome how it ended
 * @param reason why it ended early
 * @param totals the books
 * @param latency of the successes, in nanoseconds
 * @param failedLatency of the failures
 * @param sendLag from the intended to the real send time
 * @param failures by kind, the most frequent first
 * @param statuses by code
 * @param samples by second
 * @param workers the pods that sent; none where this program did
 */
public record EngineResult(
    LoadTarget target,
    LoadProfile profile,
    Instant startedAt,
    Duration loadDuration,
    Duration duration,
    LoadOutcome outcome,
    Optional<String> reason,
    LoadTotals totals,
    Histogram latency,
    Histogram failedLatency,
    Histogram sendLag,
    List<LoadFailure> failures,
    Map<Integer, Long> statuses,
    List<LoadSample> samples,
    List<LoadWorker> workers) {}
