package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One container of a running pod: starts it, probes it, starts it again when it has ended, later
 * and later, and tells its status. All of it is called by the pod's own thread, except {@link
 * #loopbackPort} and {@link #log}.
 */
final class ContainerRunner {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration KILL_PATIENCE = Duration.ofMillis(100);
  private static final int LAST_LINES = 80;

  private final Pod pod;
  private final Pod.Container container;
  private final Function<ContainerLog, ContainerProcess> starter;
  private final Events events;
  private final Duration backoff;
  private final Runnable wake;

  private volatile @Nullable ContainerProcess process;
  private volatile ContainerLog log = new ContainerLog();
  private volatile @Nullable ContainerLog previousLog;
  private final List<ProbeRunner> starting = new ArrayList<>();
  private final List<ProbeRunner> readiness = new ArrayList<>();
  private final List<ProbeRunner> liveness = new ArrayList<>();
  private int restarts;
  private boolean finished;
  private long restartNanos;
  private String startedAt = "";
  private JsonObject state = Json.object("waiting", Json.object("reason", "ContainerCreating"));
  private JsonObject lastState = new JsonObject();

  /**
   * Takes what it needs to run a container.
   *
   * @param starter starts the process, which prints to the given log
   * @param backoff how long the second restart waits; each further one twice as long
   * @param wake is called when the process has ended
   */
  ContainerRunner(
      Pod pod,
      Pod.Container container,
      Function<ContainerLog, ContainerProcess> starter,
      Events events,
      Duration backoff,
      Runnable wake) {
    this.pod = pod;
    this.container = container;
    this.starter = starter;
    this.events = events;
    this.backoff = backoff;
    this.wake = wake;
  }

  String name() {
    return container.name();
  }

  OptionalInt loopbackPort(int containerPort) {
    ContainerProcess running = process;
    return running == null ? OptionalInt.empty() : running.loopbackPort(containerPort);
  }

  Optional<ContainerLog> log(boolean previous) {
    return Optional.ofNullable(previous ? previousLog : log);
  }

  void start() {
    log = new ContainerLog();
    try {
      ContainerProcess started = starter.apply(log);
      process = started;
      startedAt = PodStatus.now();
      state = Json.object("running", Json.object("startedAt", startedAt));
      renewProbes();
      events.normal("kubelet", "Started", "Started container " + container.name());
      CompletableFuture<Integer> exited = started.exited();
      CompletableFuture<Void> unused = exited.thenRun(wake);
    } catch (IllegalArgumentException e) {
      finished = true;
      state =
          Json.object(
              "waiting",
              Json.object(
                  "reason",
                  "CreateContainerConfigError",
                  "message",
                  String.valueOf(e.getMessage())));
      events.warning("kubelet", "Failed", "Error: " + e.getMessage());
    }
  }

  /** Returns the status of a container whose pod cannot start it yet. */
  static JsonObject waiting(Pod.Container container, String reason, String message) {
    JsonObject waiting = Json.object("reason", reason);
    if (!message.isEmpty()) {
      waiting.addProperty("message", message);
    }
    return Json.object(
        "name",
        container.name(),
        "image",
        container.image(),
        "imageID",
        "",
        "ready",
        false,
        "started",
        false,
        "restartCount",
        0,
        "state",
        Json.object("waiting", waiting));
  }

  /** Does what is due, and returns how long nothing will be. */
  Duration tick(String podAddress) throws InterruptedException {
    ContainerProcess running = process;
    if (running != null && running.exited().isDone()) {
      ended(running.exited().join());
    } else if (running == null && !finished && System.nanoTime() - restartNanos >= 0) {
      restarts++;
      start();
    }
    if (process == null) {
      return finished
          ? IDLE
          : Duration.ofNanos(Math.max(1_000_000, restartNanos - System.nanoTime()));
    }
    long nanos = IDLE.toNanos();
    for (ProbeRunner probe : isStarted() ? concat(readiness, liveness) : starting) {
      if (probe.nanosUntilDue() <= 0) {
        String kind =
            readiness.contains(probe)
                ? "Readiness"
                : liveness.contains(probe) ? "Liveness" : "Startup";
        probe
            .run(podAddress, this::loopbackPort)
            .ifPresent(
                failure ->
                    events.warning("kubelet", "Unhealthy", kind + " probe failed: " + failure));
        if (probe.hasFailed() && !readiness.contains(probe)) {
          kill(kind.toLowerCase(Locale.ROOT));
        }
      }
      nanos = Math.min(nanos, Math.max(1_000_000, probe.nanosUntilDue()));
    }
    return Duration.ofNanos(nanos);
  }

  boolean isReady() {
    return process != null
        && isStarted()
        && readiness.stream().allMatch(ProbeRunner::isPassing)
        && !container.image().endsWith(Containers.NEVER_READY);
  }

  /** Returns whether it has ended for good, and with which code. */
  OptionalInt exitCode() {
    return finished && state.has("terminated")
        ? OptionalInt.of(Json.number(state, 1, "terminated", "exitCode"))
        : OptionalInt.empty();
  }

  /** Returns whether it has ever run. */
  boolean hasRun() {
    return !startedAt.isEmpty();
  }

  void stop(Duration patience) {
    ContainerProcess running = process;
    if (running != null) {
      running.stop(patience);
      log.end();
    }
  }

  JsonObject status() {
    return Json.object(
        "name",
        container.name(),
        "image",
        container.image(),
        "imageID",
        "local-cloud://" + container.image(),
        "containerID",
        "local-cloud://" + pod.uid() + "/" + container.name() + "/" + restarts,
        "ready",
        isReady(),
        "started",
        process != null && isStarted(),
        "restartCount",
        restarts,
        "state",
        state,
        "lastState",
        lastState);
  }

  private boolean isStarted() {
    return starting.stream().allMatch(ProbeRunner::isPassing);
  }

  private void renewProbes() {
    starting.clear();
    readiness.clear();
    liveness.clear();
    Probe.of(container, "startupProbe")
        .ifPresent(probe -> starting.add(new ProbeRunner(probe, true)));
    Probe.of(container, "readinessProbe")
        .ifPresent(probe -> readiness.add(new ProbeRunner(probe, true)));
    Probe.of(container, "livenessProbe")
        .ifPresent(probe -> liveness.add(new ProbeRunner(probe, false)));
  }

  private void kill(String kind) {
    events.normal(
        "kubelet",
        "Killing",
        "Container " + container.name() + " failed " + kind + " probe, will be restarted");
    stop(KILL_PATIENCE);
  }

  private void ended(int exitCode) {
    process = null;
    previousLog = log;
    log.end();
    JsonObject terminated =
        Json.object(
            "exitCode",
            exitCode,
            "reason",
            exitCode == 0 ? "Completed" : "Error",
            "startedAt",
            startedAt,
            "finishedAt",
            PodStatus.now(),
            "containerID",
            "local-cloud://" + pod.uid() + "/" + container.name() + "/" + restarts);
    if (exitCode != 0
        && Json.text(container.json(), "terminationMessagePolicy")
            .equals("FallbackToLogsOnError")) {
      terminated.addProperty(
          "message",
          String.join("\n", log.tail(LAST_LINES).stream().map(ContainerLog.Line::text).toList()));
    }
    boolean again =
        pod.restartPolicy().equals("Always")
            || (pod.restartPolicy().equals("OnFailure") && exitCode != 0);
    if (!again) {
      finished = true;
      state = Json.object("terminated", terminated);
      return;
    }
    lastState = Json.object("terminated", terminated);
    Duration pause =
        restarts == 0 ? Duration.ZERO : backoff.multipliedBy(1L << Math.min(restarts - 1, 20));
    pause = pause.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : pause;
    restartNanos = System.nanoTime() + pause.toNanos();
    state = Json.object("terminated", terminated);
    if (!pause.isZero()) {
      String message =
          "back-off "
              + pause.toSeconds()
              + "s restarting failed container="
              + container.name()
              + " pod="
              + pod.name();
      state = Json.object("waiting", Json.object("reason", "CrashLoopBackOff", "message", message));
      events.warning(
          "kubelet",
          "BackOff",
          "Back-off restarting failed container " + container.name() + " in pod " + pod.name());
    }
  }

  private static List<ProbeRunner> concat(List<ProbeRunner> first, List<ProbeRunner> second) {
    List<ProbeRunner> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
