package io.elasticinference.internal.load.distributed;

import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What a worker tells, one line of its log each. Times are by the worker's clock. */
sealed interface WorkerLine {

  /**
   * It waits for the agreed moment; told again and again meanwhile, with the signal it has seen.
   */
  record Ready(Instant time, long pid, String signal) implements WorkerLine {}

  /** It has begun. */
  record Started(Instant time, Instant agreed) implements WorkerLine {}

  /** One second of its run. */
  record Second(
      int second,
      long offered,
      long sent,
      long ok,
      long failed,
      long dropped,
      long late,
      long inFlight,
      Histogram latency)
      implements WorkerLine {}

  /** It has ended. */
  record Result(
      Duration loadDuration,
      Duration duration,
      LoadOutcome outcome,
      Optional<String> reason,
      LoadTotals totals,
      Histogram latency,
      Histogram failedLatency,
      Histogram sendLag,
      List<LoadFailure> failures,
      Map<Integer, Long> statuses)
      implements WorkerLine {}

  /** It cannot do what it was told. */
  record Problem(String text) implements WorkerLine {}
}
