package io.elasticinference.internal.load.distributed;

import io.elasticinference.spi.PodJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Pods that are threads: each runs a worker, with its lines told as a log's are. */
final class PlayedPods implements DistributedEngine.Pods, PodJob.Running {
  private final Path signal;
  private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
  private final Set<Integer> absent = new HashSet<>();
  private final List<WorkerRun> runs = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean signals = true;
  private volatile PodJob.@Nullable Listener listener;
  private Instant created = Instant.EPOCH;

  PlayedPods(Path folder) {
    signal = folder.resolve("signal");
  }

  /** A pod that never runs. */
  PlayedPods without(int pod) {
    absent.add(pod);
    return this;
  }

  /** A cluster that brings no signals to its pods. */
  PlayedPods withoutSignals() {
    signals = false;
    return this;
  }

  /** Takes a pod away: what it tells is heard no more. */
  void lose(int pod) {
    lost.add(pod);
    hears().ended(pod, "pod-" + pod, Optional.of("exit code 137"));
  }

  /** Lets a pod's log have a line. */
  void say(int pod, String line) {
    hears().line(pod, "pod-" + pod, line);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  Instant created() {
    return created;
  }

  @Override
  public PodJob.Running run(DistributedEngine.PodProgram program, PodJob.Listener newListener) {
    listener = newListener;
    created = Instant.now();
    for (int i = 0; i < program.pods(); i++) {
      int pod = i;
      if (absent.contains(pod)) {
        newListener.waiting(pod, "pod-" + pod, "Unschedulable: no room");
        continue;
      }
      WorkerRun run =
          new WorkerRun(
              WorkerTask.of(program.input()), pod, created, signal, line -> tell(pod, line));
      runs.add(run);
      Thread thread = new Thread(() -> run(pod, run), "pod-" + pod);
      thread.setDaemon(true);
      thread.start();
    }
    return this;
  }

  private PodJob.Listener hears() {
    return Objects.requireNonNull(listener);
  }

  private void tell(int pod, String line) {
    if (!lost.contains(pod)) {
      hears().line(pod, "pod-" + pod, line);
    }
  }

  private void run(int pod, WorkerRun run) {
    try {
      run.run();
      if (!lost.contains(pod)) {
        hears().ended(pod, "pod-" + pod, Optional.empty());
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      hears().ended(pod, "pod-" + pod, Optional.of(e.toString()));
    }
  }

  @Override
  public void signal(String text) {
    if (signals) {
      try {
        Path unfinished = signal.resolveSibling("unfinished");
        Files.writeString(unfinished, text);
        Files.move(unfinished, signal, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void stop() {
    runs.forEach(WorkerRun::stop);
    absent.forEach(pod -> hears().ended(pod, "pod-" + pod, Optional.of("its pod is gone")));
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
