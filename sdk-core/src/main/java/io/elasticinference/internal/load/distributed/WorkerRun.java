package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.EngineFault;
import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.internal.load.LoadEngine;
import io.elasticinference.internal.load.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One worker: waits for the agreed moment, sends its share, tells every second and the result. When
 * the program is told to end, it sends nothing more and tells what happened so far.
 */
final class WorkerRun {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  /** How long a program that is told to end waits for the result, within the pod's grace period. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(20);

  private final WorkerTask task;
  private final Share share;
  private final Instant latest;
  private final Path signal;
  private final Consumer<String> out;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile @Nullable LoadEngine engine;

  /**
   * Makes one.
   *
   * @param task what all do
   * @param index which one this is
   * @param created when the job was made
   * @param signal the file in which an earlier begin may appear
   * @param out takes the lines
   */
  WorkerRun(WorkerTask task, int index, Instant created, Path signal, Consumer<String> out) {
    this.task = task;
    this.share = new Share(index, task.workers());
    this.latest = created.plus(task.startWithin());
    this.signal = signal;
    this.out = out;
  }

  void run() throws InterruptedException, IOException {
    Thread hook = new Thread(this::stop, "load-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      LoadEngine made =
          LoadEngine.sharing(
              task.target(),
              share.of(task.profile()),
              (sample, latency) -> out.accept(LineCodec.second(sample, latency)),
              Trust.context(task.trusted()),
              share);
      Instant agreed = awaitStart();
      engine = made;
      if (stopped) {
        made.stop();
      }
      made.start();
      out.accept(LineCodec.started(Instant.now(), agreed));
      out.accept(LineCodec.result(result(made)));
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program ends already, and the hook runs.
      stopped = true;
    }
  }

  private static EngineResult result(LoadEngine engine) throws InterruptedException {
    try {
      return engine.result().get();
    } catch (ExecutionException e) {
      throw EngineFault.of(e);
    }
  }

  /** Runs while the program ends: the lines must be out before it has. */
  void stop() {
    stopped = true;
    LoadEngine running = engine;
    if (running != null) {
      running.stop();
    }
    try {
      if (!ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        out.accept(LineCodec.problem("told to end, and no result in time"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the signalled moment, or for the latest one where there is no signal. */
  private Instant awaitStart() throws InterruptedException, IOException {
    Instant told = Instant.EPOCH;
    String seen = "";
    while (true) {
      String signalled = Files.exists(signal) ? Files.readString(signal).strip() : "";
      Instant now = Instant.now();
      Instant start = start(signalled);
      Duration left = Duration.between(now, start);
      if (left.isNegative() || left.isZero() || stopped) {
        return start;
      }
      if (!signalled.equals(seen) || told.plus(HEARTBEAT).isBefore(now)) {
        out.accept(LineCodec.ready(now, ProcessHandle.current().pid(), signalled));
        told = now;
        seen = signalled;
      }
      Duration pause = left.compareTo(LOOK) < 0 ? left : LOOK;
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
  }

  /** A text that is no time only tries whether signals arrive. */
  private Instant start(String signalled) {
    try {
      return signalled.isEmpty() ? latest : Instant.parse(signalled);
    } catch (DateTimeParseException e) {
      return latest;
    }
  }
}
