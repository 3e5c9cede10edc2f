package io.elasticinference.internal.scaling;

import io.elasticinference.scaling.HpaDecision;
import io.elasticinference.scaling.HpaSimulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Plays requests through one queue, first come first served, whose servers are the slots of the
 * replicas that the autoscaler keeps. A request that waits leaves the queue when it times out; one
 * that is being served keeps its slot to the end, since a model server does not notice that nobody
 * listens any more. At one instant timeouts come first, then ends, replicas, arrivals and at last
 * the autoscaler.
 */
public final class QueueSimulation {

  /** A request in service. */
  private record Job(int request, Replica replica, long end, boolean cut) {}

  private final QueueSetup setup;
  private final Traffic traffic;
  private final Fleet fleet;
  private final RequestLog log;
  private final HpaSimulator autoscaler;
  private final Outcomes outcomes;
  private final PriorityQueue<Job> serving =
      new PriorityQueue<>(Comparator.comparingLong(Job::end));
  private int waiting;
  private int next;
  private double busyNanos;

  private QueueSimulation(QueueSetup setup) {
    this.setup = setup;
    this.traffic = setup.traffic();
    this.fleet =
        new Fleet(setup.initialReplicas(), setup.concurrency(), setup.startup(), setup.horizon());
    this.log = new RequestLog(setup.window(), setup.horizon());
    this.autoscaler = new HpaSimulator(setup.autoscaler());
    this.outcomes = new Outcomes(traffic.size());
  }

  /** Plays everything to the end of the last request. */
  public static QueueResult run(QueueSetup setup) {
    return new QueueSimulation(setup).play();
  }

  private QueueResult play() {
    long period = setup.autoscaler().controller().syncPeriod().toNanos();
    long sync = period;
    while (waiting < traffic.size() || !serving.isEmpty() || sync <= setup.horizon()) {
      long timeout = waiting < next ? traffic.arrival(waiting) + setup.timeout() : Long.MAX_VALUE;
      Job first = serving.peek();
      long end = first == null ? Long.MAX_VALUE : first.end();
      long ready = fleet.nextReady();
      long arrival = next < traffic.size() ? traffic.arrival(next) : Long.MAX_VALUE;
      long look = sync <= setup.horizon() ? sync : Long.MAX_VALUE;
      long now = Math.min(Math.min(Math.min(timeout, end), Math.min(ready, arrival)), look);
      if (now == timeout) {
        expire(now);
      } else if (now == end) {
        finish(serving.remove());
        serve(now);
      } else if (now == ready) {
        fleet.becomeReady(now);
        serve(now);
      } else if (now == arrival) {
        next++;
        serve(now);
      } else {
        look(now);
        sync += period;
      }
    }
    fleet.close();
    return new QueueResult(
        outcomes,
        fleet.wantedChanges(),
        fleet.readyChanges(),
        fleet.peak(),
        fleet.paidNanos(),
        fleet.readyNanos() * setup.concurrency(),
        busyNanos);
  }

  private void expire(long now) {
    outcomes.waited(waiting, setup.timeout());
    outcomes.timedOut(waiting, setup.timeout());
    log.add(now);
    waiting++;
  }

  private void serve(long now) {
    while (waiting < next) {
      Replica replica = fleet.free();
      if (replica == null) {
        return;
      }
      long end = now + traffic.service(waiting);
      outcomes.waited(waiting, now - traffic.arrival(waiting));
      log.add(logged(waiting, end));
      busyNanos += Math.min(end, setup.horizon()) - Math.min(now, setup.horizon());
      fleet.begin(replica);
      serving.add(new Job(waiting, replica, end, false));
      waiting++;
    }
  }

  /** When the ingress logs a request: at its answer, or when it gives up. */
  private long logged(int request, long end) {
    return Math.min(end, traffic.arrival(request) + setup.timeout());
  }

  private void finish(Job job) {
    long latency = job.end() - traffic.arrival(job.request());
    if (latency > setup.timeout()) {
      outcomes.timedOut(job.request(), setup.timeout());
    } else if (job.cut()) {
      outcomes.cutOff(job.request(), latency);
    } else {
      outcomes.answered(job.request(), latency);
    }
    fleet.end(job.end(), job.replica());
  }

  private void look(long now) {
    HpaDecision decision = autoscaler.sync(Duration.ofNanos(now), fleet.size(), log.reading(now));
    if (decision.rescaled()) {
      List<Replica> draining = fleet.scaleTo(now, decision.desiredReplicas());
      if (!draining.isEmpty()) {
        cut(now + setup.drain(), draining);
      }
    }
  }

  /** Ends what the given replicas cannot finish in time. */
  private void cut(long last, List<Replica> draining) {
    List<Job> late = new ArrayList<>();
    for (Job job : serving) {
      if (job.end() > last && draining.contains(job.replica())) {
        late.add(job);
      }
    }
    serving.removeAll(late);
    for (Job job : late) {
      log.remove(logged(job.request(), job.end()));
      log.add(logged(job.request(), last));
      busyNanos -= Math.min(job.end(), setup.horizon()) - Math.min(last, setup.horizon());
      serving.add(new Job(job.request(), job.replica(), last, true));
    }
  }
}
