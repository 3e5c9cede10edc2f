package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.internal.load.LoadEngine;
import io.elasticinference.internal.load.LoadThread;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.StopCondition;
import io.elasticinference.spi.PodJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one load from many pods: starts them, agrees on a moment with them, merges what they tell
 * while they tell it, ends them, and tells one result. All of it in one thread, to which the pods'
 * lines come in a queue.
 */
public final class DistributedEngine {
  private static final Logger log = LoggerFactory.getLogger(DistributedEngine.class);

  private static final Duration TICK = Duration.ofMillis(100);

  /** How long after the begin a worker may still appear without being called missing. */
  private static final Duration MISSING = Duration.ofSeconds(15);

  /** How long others wait with a second for a worker that tells nothing. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  /** What the last lines may take, after the last reply could have come, or after a stop. */
  private static final Duration LAST_LINES = Duration.ofSeconds(40);

  /** How late a worker may begin and still send its whole share. */
  private static final Duration LATE = Duration.ofMinutes(2);

  /** Runs a job; may throw what the cluster throws. */
  @FunctionalInterface
  public interface Pods {
    /**
     * Starts pods.
     *
     * @param program what they run
     * @param listener hears of them
     * @return the job that runs
     */
    PodJob.Running run(PodProgram program, PodJob.Listener listener);
  }

  /**
   * What pods run.
   *
   * @param pods how many
   * @param command the command of each
   * @param files the program's files
   * @param input what it reads
   * @param deadline how long they may take
   */
  public record PodProgram(
      int pods,
      List<String> command,
      Map<String, byte[]> files,
      List<byte[]> input,
      Duration deadline) {}

  private final WorkerTask task;
  private final LoadProfile profile;
  private final int count;
  private final Duration missing;
  private final LoadListener listener;
  private final CompletableFuture<EngineResult> result = new CompletableFuture<>();
  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

  // What follows belongs to the coordinator.
  private final List<WorkerState> workers;
  private final Beginning beginning;
  private final MergedSeconds seconds = new MergedSeconds();
  private final List<Long> heardNanos = new ArrayList<>();
  private Optional<MergedResult.Ended> wish = Optional.empty();
  private @Nullable Instant agreed;
  private boolean ending;
  private long giveUpNanos;
  private final long beganNanos = System.nanoTime();

  /**
   * Checks what is asked for; nothing is started yet.
   *
   * @param task what the pods do
   * @param listener hears of every second
   * @throws IllegalArgumentException when the profile asks for more than its limits allow
   */
  public DistributedEngine(WorkerTask task, LoadListener listener) {
    this(task, MISSING, listener);
  }

  /** With another time after which a worker that has not begun is called missing. */
  DistributedEngine(WorkerTask task, Duration missing, LoadListener listener) {
    LoadEngine.checkLimits(task.profile());
    this.task = task;
    this.missing = missing;
    this.profile = task.profile();
    this.count = task.workers();
    this.listener = listener;
    this.workers = IntStream.range(0, count).mapToObj(WorkerState::new).toList();
    this.beginning = new Beginning(workers, listener);
    workers.forEach(worker -> heardNanos.add(beganNanos));
  }

  /**
   * The result to come.
   *
   * @return completes normally whatever happens to the pods
   */
  public CompletableFuture<EngineResult> result() {
    return result;
  }

  /** Ends the run early, at the caller's wish. */
  public void stop() {
    events.add(() -> stop(LoadOutcome.CANCELLED, "stopped by the caller"));
  }

  /**
   * Starts the pods; throws where the cluster does not take them.
   *
   * @param pods runs them
   */
  public void start(Pods pods) {
    List<byte[]> input = task.parts();
    PodProgram program =
        new PodProgram(
            count,
            WorkerProgram.command(input.size()),
            Map.of(WorkerProgram.JAR, WorkerProgram.jar()),
            input,
            task.startWithin().plus(longest()).plus(LAST_LINES).plus(LATE));
    PodJob.Running job = pods.run(program, new Lines());
    LoadThread.of(() -> run(job), "load-distributed").start();
  }

  /** The profile and the wait for its last replies. */
  private Duration longest() {
    Duration timeout = profile.request().map(r -> r.timeout()).orElse(Duration.ofSeconds(10));
    return profile.duration().plus(timeout);
  }

  private void run(PodJob.Running job) {
    // Whoever ends this program means the load too.
    Thread hook = new Thread(job::close, "load-distributed-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      giveUpNanos = beganNanos + task.startWithin().plus(missing).plus(missing).toNanos();
      while (workers.stream().anyMatch(worker -> !worker.hasEnded())) {
        Runnable event = events.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        if (event != null) {
          event.run();
        }
        prepare(job);
        closeSeconds();
        endInTime(job);
      }
      while (seconds.last() >= seconds.size()) {
        close();
      }
      job.close();
      result.complete(
          new MergedResult(task.target(), profile, workers).of(begin(), wish, seconds.samples()));
    } catch (InterruptedException | RuntimeException | Error e) {
      job.close();
      result.completeExceptionally(e);
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("The program ends while a load does", e);
    }
  }

  private void stop(LoadOutcome how, String why) {
    if (wish.isEmpty()) {
      wish = Optional.of(new MergedResult.Ended(how, Optional.of(why)));
    }
  }

  /** When the common first second began, by this machine's clock. */
  private Instant begin() {
    return agreed == null ? Instant.now() : beginning.here(agreed);
  }

  private void prepare(PodJob.Running job) {
    if (agreed != null || wish.isPresent()) {
      return;
    }
    Optional<String> failure = beginning.failure();
    if (failure.isPresent()) {
      stop(LoadOutcome.ABORTED, failure.get());
      return;
    }
    beginning.tell();
    beginning.agree(job);
  }

  private void closeSeconds() {
    if (agreed == null) {
      return;
    }
    int told = Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      boolean silent = System.nanoTime() - heardNanos.get(i) > SILENCE.toNanos();
      if (!workers.get(i).hasEnded() && !silent) {
        told = Math.min(told, workers.get(i).toldUpTo());
      }
    }
    told = Math.min(told, seconds.last());
    while (seconds.size() <= told) {
      close();
    }
  }

  private void close() {
    LoadSample sample = seconds.close(begin());
    try {
      listener.sampled(sample);
    } catch (RuntimeException e) {
      log.warn("Load listener failed", e);
    }
    for (StopCondition condition : profile.stopConditions()) {
      try {
        condition.reasonToStop(seconds.samples()).ifPresent(why -> stop(LoadOutcome.STOPPED, why));
      } catch (RuntimeException e) {
        log.warn("Stop condition failed", e);
      }
    }
  }

  /** Asks those to end that have to, and waits for nobody for ever. */
  private void endInTime(PodJob.Running job) {
    boolean someMissing =
        agreed != null
            && Instant.now().isAfter(begin().plus(missing))
            && workers.stream().anyMatch(worker -> !worker.hasStarted())
            && workers.stream().allMatch(worker -> !worker.hasStarted() || worker.hasEnded());
    if (!ending && (wish.isPresent() || someMissing)) {
      ending = true;
      if (someMissing) {
        workers.forEach(WorkerState::missing);
      }
      giveUpNanos = System.nanoTime() + LAST_LINES.toNanos();
      job.stop();
    }
    if (ending && workers.stream().allMatch(w -> w.hasEnded() || !w.hasPod())) {
      giveUp();
    } else if (System.nanoTime() - giveUpNanos > 0) {
      giveUp();
    }
  }

  private void giveUp() {
    for (WorkerState worker : workers) {
      worker.end(Optional.empty());
    }
  }

  /** Puts what the pods tell into the queue. */
  private final class Lines implements PodJob.Listener {
    @Override
    public void line(int pod, String name, String line) {
      Instant heard = Instant.now();
      try {
        Optional<WorkerLine> told = LineCodec.read(line);
        if (told.isPresent()) {
          events.add(() -> heard(workers.get(pod), told.get(), heard));
        } else {
          log.debug("{}: {}", name, line);
          events.add(() -> workers.get(pod).said(line));
        }
      } catch (IllegalArgumentException e) {
        log.warn("{}: a line of its log is damaged", name, e);
      }
      events.add(
          () -> {
            workers.get(pod).pod(name);
            heardNanos.set(pod, System.nanoTime());
          });
    }

    @Override
    public void waiting(int pod, String name, String why) {
      events.add(
          () -> {
            workers.get(pod).pod(name);
            workers.get(pod).waitsFor(why);
          });
    }

    @Override
    public void ended(int pod, String name, Optional<String> problem) {
      events.add(
          () -> {
            workers.get(pod).pod(name);
            workers.get(pod).end(problem);
          });
    }
  }

  private void heard(WorkerState worker, WorkerLine line, Instant at) {
    if (line instanceof WorkerLine.Ready ready) {
      beginning.ready(worker, ready, at);
    } else if (line instanceof WorkerLine.Started started && !worker.hasStarted()) {
      if (agreed == null) {
        agreed = started.agreed();
        giveUpNanos = System.nanoTime() + longest().plus(missing).plus(LAST_LINES).toNanos();
      }
      worker.started(started.time(), Duration.between(agreed, started.time()));
    } else if (line instanceof WorkerLine.Second second && worker.takes(second)) {
      seconds.add(worker.shift() + second.second(), second);
    } else if (line instanceof WorkerLine.Result told) {
      worker.result(told);
    } else if (line instanceof WorkerLine.Problem problem) {
      worker.problem(problem.text());
    }
  }
}
