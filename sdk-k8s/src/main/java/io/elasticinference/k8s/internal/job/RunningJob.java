package io.elasticinference.k8s.internal.job;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.spi.Observed;
import io.elasticinference.spi.PodJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job and its pods, from the first object to the last that is deleted. */
public final class RunningJob implements PodJob.Running {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How often the lease is renewed while it lasts: two may fail. */
  private static final int RENEWALS = 3;

  private final ApiServer server;
  private final Workers workers;
  private final PodJob job;
  private final PodJob.Listener listener;
  private final JobObjects objects;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, PodView> pods = new ConcurrentHashMap<>();
  private final Map<String, LogReader> readers = new ConcurrentHashMap<>();
  private final Set<Integer> made = new HashSet<>();
  private final List<ObjectRef> owned = new ArrayList<>();
  private final Duration renewal;
  private long madeNanos;
  private long renewedNanos;
  private String uid = "";
  private boolean deleted;
  private boolean cleaned;

  private RunningJob(ApiServer server, Workers workers, PodJob job, PodJob.Listener listener) {
    this.server = server;
    this.workers = workers;
    this.job = job;
    this.listener = listener;
    this.objects = new JobObjects(job);
    this.renewal = job.lease().dividedBy(RENEWALS);
  }

  /**
   * Makes the job's objects; what was made is deleted where one of them is refused.
   *
   * @throws ApiFailure where the API server refuses
   */
  public static RunningJob start(
      ApiServer server, Workers workers, PodJob job, PodJob.Listener listener) {
    RunningJob running = new RunningJob(server, workers, job, listener);
    try {
      running.make();
      running.look(running.list());
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
    running.thread("job-" + job.name(), running::watch);
    return running;
  }

  private void make() {
    Reply made = server.send(ApiRequest.apply(objects.ref(), objects.jobBody(), false));
    // Before the controller starts the clock, so the deadline is rather too late than too early.
    madeNanos = System.nanoTime();
    renewedNanos = madeNanos;
    uid = Tree.text(made.body(), "metadata", "uid");
    String created = Tree.text(made.body(), "metadata", "creationTimestamp");
    make(objects.program(), objects.programBody(uid));
    List<ObjectRef> inputs = objects.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      make(inputs.get(i), objects.inputBody(i, uid, created));
    }
  }

  private void make(ObjectRef ref, Map<String, Object> body) {
    owned.add(ref);
    server.send(ApiRequest.apply(ref, body, false));
  }

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(Observed.carry().wrap(work), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Looks at the pods again and again, until the end. */
  private void watch() {
    try {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isDeleted()) {
          continue;
        }
        renew();
        // Who reads a pod's log sees its end, too.
        if (readers.size() == job.pods()) {
          continue;
        }
        try {
          look(list());
        } catch (ApiFailure e) {
          LOG.warn("The pods of {} cannot be listed now: {}", objects.ref(), e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the cluster know that somebody still looks after the job. */
  private void renew() {
    long now = System.nanoTime();
    if (now - renewedNanos < renewal.toNanos()) {
      return;
    }
    long deadline = objects.deadlineSeconds(Duration.ofNanos(now - madeNanos));
    try {
      server.send(ApiRequest.set(objects.ref(), JobObjects.DEADLINE, deadline));
      renewedNanos = now;
    } catch (ApiFailure e) {
      if (closed.getCount() > 0) {
        LOG.warn(
            "{} cannot be kept alive, and the cluster ends it soon: {}",
            objects.ref(),
            e.getMessage());
      }
    }
  }

  private List<PodView> list() {
    String selector = JobObjects.JOB + "=" + job.name();
    Reply reply = server.send(ApiRequest.list(Resource.POD, job.namespace(), selector, ""));
    return Tree.maps(reply.body(), "items").stream()
        .map(PodView::new)
        .filter(pod -> pod.index() >= 0 && pod.index() < job.pods())
        .toList();
  }

  private void look(List<PodView> seen) {
    Set<String> names = new HashSet<>();
    for (PodView pod : seen) {
      names.add(pod.name());
      made.add(pod.index());
      pods.put(pod.name(), pod);
      if (readers.containsKey(pod.name())) {
        continue;
      }
      if (pod.hasRun()) {
        LogReader reader = new LogReader(server, pod, listener);
        readers.put(pod.name(), reader);
        thread("log-" + pod.name(), reader);
      } else {
        listener.waiting(pod.index(), pod.name(), pod.waitsFor());
      }
    }
    for (PodView pod : List.copyOf(pods.values())) {
      if (!names.contains(pod.name())) {
        pods.remove(pod.name());
        if (!readers.containsKey(pod.name())) {
          listener.ended(pod.index(), pod.name(), Optional.of("its pod is gone"));
        }
      }
    }
    tellRefused();
  }

  /** Why a pod is not even made: a quota, a limit range, a security level. */
  private void tellRefused() {
    if (made.size() == job.pods()) {
      return;
    }
    Reply reply;
    try {
      reply =
          server.send(
              ApiRequest.list(
                  Resource.EVENT, job.namespace(), "", "type=Warning,involvedObject.uid=" + uid));
    } catch (ApiFailure e) {
      LOG.debug("The events of {} cannot be read", objects.ref(), e);
      return;
    }
    Tree.maps(reply.body(), "items").stream()
        .filter(event -> Tree.text(event, "reason").equals("FailedCreate"))
        .map(event -> Tree.text(event, "message"))
        .findFirst()
        .ifPresent(
            why ->
                IntStream.range(0, job.pods())
                    .filter(pod -> !made.contains(pod))
                    .forEach(pod -> listener.waiting(pod, "", "FailedCreate: " + why)));
  }

  @Override
  public void signal(String text) {
    List<Supplier<Boolean>> patches = new ArrayList<>();
    for (PodView pod : pods.values()) {
      patches.add(
          () -> {
            server.send(ApiRequest.annotate(pod.ref(), JobObjects.SIGNAL, text));
            return true;
          });
    }
    for (Workers.Outcome<Boolean> outcome : workers.outcomes(patches)) {
      if (outcome.failure() != null) {
        LOG.info(
            "A pod of {} was not signalled: {}", objects.ref(), outcome.failure().getMessage());
      }
    }
  }

  private synchronized boolean isDeleted() {
    return deleted;
  }

  @Override
  public synchronized void stop() {
    if (deleted || uid.isEmpty()) {
      return;
    }
    try {
      server.send(ApiRequest.delete(objects.ref(), uid, "Background"));
      deleted = true;
    } catch (ApiFailure e) {
      if (e.notFound() || e.code() == 409) {
        deleted = true;
        return;
      }
      LOG.warn(
          "{} could not be deleted, and is by the cluster when its pods have ended: {}",
          objects.ref(),
          e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    readers.values().forEach(LogReader::close);
    stop();
    if (cleaned) {
      return;
    }
    cleaned = true;
    for (ObjectRef ref : owned) {
      delete(ref);
    }
  }

  /** The cluster would do so too, some time after the job is gone. */
  private void delete(ObjectRef ref) {
    try {
      Reply there = server.sendIfThere(ApiRequest.get(ref));
      if (there != null) {
        String theirs = Tree.text(there.body(), "metadata", "uid");
        server.send(ApiRequest.delete(ref, theirs, "Background"));
      }
    } catch (ApiFailure e) {
      if (!e.notFound() && e.code() != 409) {
        LOG.warn("{} could not be deleted: {}", ref, e.getMessage());
      }
    }
  }
}
