package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import io.elasticinference.testkit.controlplane.KubeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one pod on its node, from bound to gone, in a thread of its own. */
final class PodWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
  private static final Duration FIRST_MOUNT_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_MOUNT_PAUSE = Duration.ofSeconds(10);

  /** The pod is to end; what else was planned is dropped. */
  private static final class Ending extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final Pod pod;
  private final boolean onVirtualNode;
  private final KubeClient client;
  private final NodeSettings settings;
  private final PodAddresses addresses;
  private final Volumes volumes;
  private final Events events;
  private final PodStatus status;
  private final Path folder;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private volatile List<ContainerRunner> runners = List.of();
  private volatile Pod newest;
  private volatile @Nullable Duration endWithin;
  private volatile boolean abandoned;

  PodWorker(
      Pod pod,
      boolean onVirtualNode,
      KubeClient client,
      NodeSettings settings,
      PodAddresses addresses,
      Volumes volumes) {
    this.pod = pod;
    this.newest = pod;
    this.onVirtualNode = onVirtualNode;
    this.client = client;
    this.settings = settings;
    this.addresses = addresses;
    this.volumes = volumes;
    events = new Events(client, pod);
    status = new PodStatus(client, pod);
    folder = settings.folder().resolve(pod.uid());
    thread = new Thread(this, "pod-" + pod.namespace() + "-" + pod.name());
    thread.setDaemon(true);
  }

  Pod pod() {
    return pod;
  }

  void start() {
    thread.start();
  }

  /** Tells what the pod looks like now. */
  void changed(Pod now) {
    boolean told = now.annotations().equals(newest.annotations());
    newest = now;
    if (!told && !runners.isEmpty()) {
      news.release();
    }
  }

  /** Tells the pod to end within a time. */
  void end(Duration grace) {
    endWithin = grace;
    news.release();
  }

  /**
   * Ends the pod at once and says nothing to the API server: it is gone there, or the cloud is
   * closing.
   */
  void abandon() {
    abandoned = true;
    end(Duration.ZERO);
  }

  /**
   * Ends the pod at once, as {@link #abandon} does, and returns when it has ended, whatever it was
   * waiting for.
   */
  void close() throws InterruptedException {
    abandon();
    thread.interrupt();
    thread.join();
  }

  Optional<ContainerRunner> container(String name) {
    return runners.stream().filter(runner -> runner.name().equals(name)).findFirst();
  }

  @Override
  public void run() {
    String address = "";
    try {
      sleep(settings.podStartDelay());
      createInstance();
      mount();
      pullImages();
      address = addresses.add(this::loopbackPort);
      status.address(address);
      runContainers(address);
    } catch (Ending e) {
      LOG.debug("pod {}/{}: ends", pod.namespace(), pod.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("pod {}/{}: its node failed it", pod.namespace(), pod.name(), e);
    } finally {
      tearDown(address);
    }
  }

  private void createInstance() throws Ending, InterruptedException {
    if (!onVirtualNode) {
      return;
    }
    EciSpecs specs = EciSpecs.of(pod.annotations());
    Optional<EciSpecs.Refusal> refusal = specs.refusal();
    if (refusal.isPresent()) {
      String message = refusal.get().message();
      status.phase("Pending");
      status.failure("ContainerInstanceScheduleFailed", message);
      status.condition("ContainerInstanceCreated", false, refusal.get().reason(), message);
      waiting("ContainerCreating", "");
      status.write();
      events.warning("EciService", "ProviderCreateFailed", message);
      sleepUntilEnd();
    }
    status.condition("ContainerInstanceCreated", true, "", "");
    if (specs.chosen().isPresent()) {
      JsonObject made = Json.object(EciSpecs.MADE, specs.chosen().get());
      client.patch(
          pod.path(), KubeClient.MERGE, Json.object("metadata", Json.object("annotations", made)));
    }
  }

  private void mount() throws Ending, InterruptedException, IOException {
    Files.createDirectories(folder);
    Duration pause = FIRST_MOUNT_PAUSE;
    while (true) {
      try {
        volumes.mount(pod, folder);
        return;
      } catch (MountException e) {
        waiting("ContainerCreating", "");
        status.write();
        events.warning("kubelet", "FailedMount", e.event());
      }
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_MOUNT_PAUSE) > 0
              ? LONGEST_MOUNT_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private void pullImages() throws Ending, InterruptedException {
    for (Pod.Container container : pod.containers()) {
      if (container.image().endsWith(Containers.MISSING)) {
        String image = "\"" + container.image() + "\"";
        events.warning("kubelet", "Failed", "Failed to pull image " + image + ": not found");
        events.warning("kubelet", "BackOff", "Back-off pulling image " + image);
        waiting("ImagePullBackOff", "Back-off pulling image " + image);
        status.write();
        sleepUntilEnd();
      }
    }
  }

  private void runContainers(String address) throws Ending, InterruptedException, IOException {
    Containers containers = new Containers(settings.capacity());
    runners =
        pod.containers().stream()
            .map(
                container -> {
                  ContainerFiles files = new ContainerFiles(container, folder);
                  return new ContainerRunner(
                      pod,
                      container,
                      log -> containers.start(pod, container, files, log),
                      events,
                      settings.restartBackoff(),
                      news::release);
                })
            .toList();
    runners.forEach(ContainerRunner::start);
    Pod told = pod;
    while (true) {
      Pod now = newest;
      if (!now.annotations().equals(told.annotations())) {
        told = now;
        Volumes.refresh(now, folder);
      }
      Duration next = Duration.ofSeconds(5);
      for (ContainerRunner runner : runners) {
        Duration wish = runner.tick(address);
        next = wish.compareTo(next) < 0 ? wish : next;
      }
      report();
      sleep(next);
    }
  }

  private void report() {
    List<String> unready =
        runners.stream().filter(runner -> !runner.isReady()).map(ContainerRunner::name).toList();
    boolean done = runners.stream().allMatch(runner -> runner.exitCode().isPresent());
    boolean failed = runners.stream().anyMatch(runner -> runner.exitCode().orElse(0) != 0);
    boolean running = runners.stream().anyMatch(ContainerRunner::hasRun);
    status.phase(done ? failed ? "Failed" : "Succeeded" : running ? "Running" : "Pending");
    conditions(unready);
    status.containers(runners.stream().map(ContainerRunner::status).toList());
    status.write();
  }

  private void waiting(String reason, String message) {
    conditions(pod.containers().stream().map(Pod.Container::name).toList());
    status.containers(
        pod.containers().stream()
            .map(container -> ContainerRunner.waiting(container, reason, message))
            .toList());
  }

  private void conditions(List<String> unready) {
    String reason = unready.isEmpty() ? "" : "ContainersNotReady";
    String message =
        unready.isEmpty()
            ? ""
            : "containers with unready status: [" + String.join(" ", unready) + "]";
    status.condition("Ready", unready.isEmpty(), reason, message);
    status.condition("ContainersReady", unready.isEmpty(), reason, message);
  }

  private OptionalInt loopbackPort(int port) {
    return runners.stream()
        .map(runner -> runner.loopbackPort(port))
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  /** Waits, and throws as soon as the pod is to end; returns early when a container has ended. */
  private void sleep(Duration time) throws Ending, InterruptedException {
    if (news.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
    if (endWithin != null) {
      throw new Ending();
    }
  }

  private void sleepUntilEnd() throws Ending, InterruptedException {
    while (true) {
      sleep(Duration.ofMinutes(1));
    }
  }

  /**
   * Lets the pod serve a little longer, while it is taken out of the endpoints, then drains it and
   * reports it gone.
   */
  private void tearDown(String address) {
    // What was interrupted is over; the rest must be done.
    boolean interrupted = Thread.interrupted();
    Duration grace = abandoned || interrupted ? Duration.ZERO : endWithin;
    Duration duck =
        grace != null && grace.compareTo(settings.lameDuck()) < 0 ? grace : settings.lameDuck();
    try {
      if (grace != null && !grace.isZero() && !runners.isEmpty()) {
        TimeUnit.NANOSECONDS.sleep(duck.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Duration patience = grace == null ? Duration.ZERO : grace.minus(duck);
    runners.forEach(runner -> runner.stop(patience));
    addresses.remove(address);
    if (grace != null && !abandoned && !interrupted) {
      delete();
    }
    try {
      deleteFolder();
    } catch (IOException e) {
      LOG.warn("pod {}/{}: its volumes could not be removed", pod.namespace(), pod.name(), e);
    }
  }

  private void delete() {
    JsonObject now =
        Json.object("gracePeriodSeconds", 0, "preconditions", Json.object("uid", pod.uid()));
    try {
      client.delete(pod.path(), now);
    } catch (KubeException e) {
      if (e.code() != 404 && e.code() != 409) {
        throw e;
      }
      LOG.debug("pod {}/{} is gone already", pod.namespace(), pod.name());
    }
  }

  private void deleteFolder() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
