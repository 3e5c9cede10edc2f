package io.elasticinference.internal.load.distributed;

import io.elasticinference.load.LoadListener;
import io.elasticinference.spi.PodJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens before the first second: who is ready, what is waited for, and when all begin. */
final class Beginning {
  private static final Logger log = LoggerFactory.getLogger(Beginning.class);

  /** A signal that only tries whether signals arrive. */
  private static final String TRIAL = "trial";

  /** The least time between the signal and the begin. */
  private static final Duration LEAD = Duration.ofSeconds(1);

  private final List<WorkerState> workers;
  private final LoadListener listener;
  private @Nullable Duration clockAhead;
  private @Nullable Long trialNanos;
  private boolean signalled;
  private String waited = "";

  Beginning(List<WorkerState> workers, LoadListener listener) {
    this.workers = workers;
    this.listener = listener;
  }

  /** A worker is ready. */
  void ready(WorkerState worker, WorkerLine.Ready line, Instant heard) {
    Duration ahead = Duration.between(heard, line.time());
    // What came fastest is nearest to the truth.
    clockAhead = clockAhead == null || ahead.compareTo(clockAhead) > 0 ? ahead : clockAhead;
    worker.ready(line.signal());
  }

  /** A moment of the workers' clocks, by this machine's. */
  Instant here(Instant theirs) {
    return clockAhead == null ? theirs : theirs.minus(clockAhead);
  }

  /**
   * Why there is no beginning. A worker that ends before it is no reason to let the others begin:
   * nothing has been sent yet, and what would be sent is not what was asked for.
   */
  Optional<String> failure() {
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).hasEnded()) {
        String fault = workers.get(i).fault(false).orElse("ended before the begin");
        return Optional.of("worker " + i + " of " + workers.size() + " " + fault);
      }
    }
    return Optional.empty();
  }

  /** Tells what is waited for, where that has changed. */
  void tell() {
    long ready = workers.stream().filter(WorkerState::isReady).count();
    String why = workers.stream().flatMap(w -> w.waits().stream()).findFirst().orElse("");
    String now =
        ready + " of " + workers.size() + " pods ready" + (why.isEmpty() ? "" : "; " + why);
    if (!now.equals(waited)) {
      waited = now;
      try {
        listener.waiting(now);
      } catch (RuntimeException e) {
        log.warn("Load listener failed", e);
      }
    }
  }

  /**
   * Once all are ready, tries whether signals arrive, and how fast; then lets them begin. Where
   * they do not arrive, the workers begin at the latest moment.
   */
  void agree(PodJob.Running job) {
    if (signalled || !workers.stream().allMatch(WorkerState::isReady)) {
      return;
    }
    if (trialNanos == null) {
      trialNanos = System.nanoTime();
      job.signal(TRIAL);
    } else if (workers.stream().allMatch(worker -> worker.hasSeen(TRIAL))) {
      Duration way = Duration.ofNanos(System.nanoTime() - trialNanos);
      signalled = true;
      Instant theirs = Instant.now().plus(clockAhead == null ? Duration.ZERO : clockAhead);
      job.signal(theirs.plus(LEAD).plus(way.multipliedBy(2)).toString());
    }
  }
}
