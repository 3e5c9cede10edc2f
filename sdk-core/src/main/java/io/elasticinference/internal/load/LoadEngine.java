package io.elasticinference.internal.load;

import io.elasticinference.internal.load.grpc.GrpcCalls;
import io.elasticinference.internal.load.grpc.GrpcLibrary;
import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadProtocol;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.StopCondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one load test: starts the workers, adds up their seconds, ends them, and tells the result.
 */
public final class LoadEngine {
  private static final Logger log = LoggerFactory.getLogger(LoadEngine.class);

  /** What one selector thread is trusted with before another is started. */
  private static final double RATE_PER_WORKER = 20_000;

  /** The same of a thread whose calls a library carries. */
  private static final double CALLS_PER_WORKER = 5_000;

  private final LoadTarget target;
  private final LoadProfile profile;
  private final SecondObserver observer;
  private final @Nullable SSLContext trust;
  private final Share share;
  private final CompletableFuture<EngineResult> result = new CompletableFuture<>();
  private final Intervals intervals = new Intervals();
  private final List<Sender> workers = new ArrayList<>();
  private boolean stopped;
  private LoadOutcome outcome = LoadOutcome.COMPLETED;
  private Optional<String> reason = Optional.empty();

  /**
   * Checks what is asked for; nothing is sent yet.
   *
   * @param target where to send
   * @param profile what to send
   * @param observer hears of every second; what it throws is logged and goes no further
   * @param trust whose certificates to trust; null for those that the JVM trusts
   * @throws IllegalArgumentException when the profile asks for more than its limits allow, or for
   *     gRPC without a request
   * @throws io.elasticinference.ElasticInferenceException when it asks for gRPC and the library for
   *     that is missing
   */
  public LoadEngine(
      LoadTarget target, LoadProfile profile, SecondObserver observer, @Nullable SSLContext trust) {
    this(
        profile.protocol() == LoadProtocol.GRPC ? target.path(GrpcRequest.PATH) : target,
        profile,
        observer,
        trust,
        Share.WHOLE);
    checkLimits(profile);
    if (profile.protocol() == LoadProtocol.GRPC) {
      Check.argument(
          profile.grpcRequest().isPresent(),
          "profile",
          profile,
          "what to send, since no service says it: grpc(GrpcRequest.predict(…))");
      GrpcLibrary.require();
    }
  }

  /**
   * One of several engines that share a load; nothing is sent yet.
   *
   * @param target where to send
   * @param profile what to send: limits and connections are this engine's own, the phases of an
   *     open loop are the whole's, of which it takes its share
   * @param observer hears of every second; what it throws is logged and goes no further
   * @param trust whose certificates to trust; null for those that the JVM trusts
   * @param share which part of an open loop's schedule is this engine's
   * @return the engine
   */
  public static LoadEngine sharing(
      LoadTarget target,
      LoadProfile profile,
      SecondObserver observer,
      @Nullable SSLContext trust,
      Share share) {
    return new LoadEngine(target, profile, observer, trust, share);
  }

  private LoadEngine(
      LoadTarget target,
      LoadProfile profile,
      SecondObserver observer,
      @Nullable SSLContext trust,
      Share share) {
    this.trust = trust;
    this.target = target;
    this.profile = profile;
    this.observer = observer;
    this.share = share;
  }

  /**
   * Refuses a profile that asks for more than its limits allow. A closed loop is held at them, and
   * needs no check.
   *
   * @param profile any
   * @throws IllegalArgumentException when it asks for more
   */
  public static void checkLimits(LoadProfile profile) {
    if (profile.closedLoop()) {
      return;
    }
    LoadLimits limits = profile.limits();
    double peak = profile.phases().stream().mapToDouble(LoadPhase::peakRate).max().orElse(0);
    Check.argument(
        peak <= limits.maxRate(),
        "rate",
        peak,
        "at most " + limits.maxRate() + " requests per second; maxRate(" + peak + ") allows it");
    double total = profile.phases().stream().mapToDouble(LoadPhase::expectedRequests).sum();
    Check.argument(
        total <= limits.maxRequests(),
        "requests",
        Math.round(total),
        "at most "
            + limits.maxRequests()
            + " altogether; maxRequests("
            + Math.round(total)
            + ") allows it");
  }

  /**
   * The result to come.
   *
   * @return completes normally whatever happens to the requests
   */
  public CompletableFuture<EngineResult> result() {
    return result;
  }

  /** Starts the run on threads of its own. */
  public void start() {
    LoadThread.of(this::run, "load-coordinator").start();
  }

  /** Ends the run early, at the caller's wish. */
  public void stop() {
    stop(LoadOutcome.CANCELLED, "stopped by the caller");
  }

  private synchronized void stop(LoadOutcome how, String why) {
    if (!stopped) {
      stopped = true;
      outcome = how;
      reason = Optional.of(why);
      workers.forEach(Sender::stop);
    }
  }

  private void run() {
    ResultBuilder builder = new ResultBuilder(target, profile);
    List<Thread> threads = new ArrayList<>();
    try {
      createWorkers();
      for (Sender worker : workers) {
        Thread thread = LoadThread.of(worker, "load-worker-" + threads.size());
        thread.start();
        threads.add(thread);
      }
      builder.begin();
      beginWorkers();
      follow(builder);
    } catch (UnknownHostException e) {
      stop(LoadOutcome.ABORTED, "host '" + target.host() + "' has no address");
    } catch (IOException | InterruptedException e) {
      stop(LoadOutcome.ABORTED, "generator: " + e);
    } catch (RuntimeException | Error e) {
      stop(LoadOutcome.ABORTED, "generator: " + e);
      log.error("Load engine failed", e);
    }
    try {
      beginWorkers();
      for (Thread thread : threads) {
        thread.join();
      }
      workers.stream().skip(threads.size()).forEach(Sender::discard);
      result.complete(end(builder));
    } catch (InterruptedException | RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /** Lets the workers that still wait for it begin, all at the same moment. */
  private void beginWorkers() {
    long start = System.nanoTime();
    workers.forEach(worker -> worker.begin(start));
  }

  private EngineResult end(ResultBuilder builder) {
    for (Sender worker : workers) {
      Throwable problem = worker.problem();
      if (problem != null) {
        log.error("Load worker failed", problem);
        stop(LoadOutcome.ABORTED, "generator: " + problem);
      }
      builder.add(worker);
    }
    synchronized (this) {
      stopped = true;
      return builder.build(outcome, reason);
    }
  }

  private void createWorkers() throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getByName(target.host()), target.port());
    SSLContext tls = trust == null && target.tls() ? defaultTrust() : trust;
    if (profile.protocol() == LoadProtocol.GRPC) {
      createCallWorkers(address, tls);
    } else {
      createHttpWorkers(new WireFactory(address, target, tls));
    }
  }

  private void createCallWorkers(InetSocketAddress address, @Nullable SSLContext tls) {
    GrpcRequest request = profile.grpcRequest().orElseThrow();
    List<byte[]> messages = request.messages().toList();
    int connections = Math.min(request.connections(), profile.limits().maxConnections());
    int count = Math.min(workerCount(CALLS_PER_WORKER), connections);
    for (int i = 0; i < count; i++) {
      add(
          new CallWorker(
              new CallWorker.Task(
                  arrivals(i, count),
                  GrpcCalls.open(
                      address,
                      target,
                      request,
                      (int) ClosedArrivals.share(connections, i, count),
                      tls),
                  messages,
                  share.within(new Share(i, count)).first(messages.size()),
                  request.timeout(),
                  inFlight(i, count)),
              intervals));
    }
  }

  private void createHttpWorkers(WireFactory wires) throws IOException {
    LoadRequest request = profile.request().orElseGet(LoadRequest::get);
    EncodedRequests requests = EncodedRequests.of(target, request);
    int count = workerCount(RATE_PER_WORKER);
    for (int i = 0; i < count; i++) {
      add(
          new Worker(
              new Worker.Task(
                  arrivals(i, count),
                  wires,
                  request,
                  requests.duplicate(share.within(new Share(i, count))),
                  (int) ClosedArrivals.share(connections(), i, count),
                  inFlight(i, count)),
              intervals));
    }
  }

  private synchronized void add(Sender worker) {
    workers.add(worker);
    if (stopped) {
      worker.stop();
    }
  }

  private static SSLContext defaultTrust() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("no TLS in this JVM", e);
    }
  }

  private Arrivals arrivals(int shard, int shards) {
    return profile.closedLoop()
        ? new ClosedArrivals(profile.phases(), profile.limits(), shard, shards)
        : new OpenArrivals(
            new ArrivalSchedule(
                profile.phases(), profile.poissonSeed(), share, new Share(shard, shards)));
  }

  /** A closed loop has the connections it names; an open one as many as it needs, to the limit. */
  private int connections() {
    int most = 0;
    for (LoadPhase phase : profile.phases()) {
      if (phase instanceof ConnectionsPhase closed) {
        most = Math.max(most, closed.count());
      }
    }
    return most == 0 ? profile.limits().maxConnections() : most;
  }

  /** In a closed loop the connections are the limit. */
  private int inFlight(int shard, int shards) {
    return profile.closedLoop()
        ? Integer.MAX_VALUE
        : Math.max(1, (int) ClosedArrivals.share(profile.limits().maxInFlight(), shard, shards));
  }

  private int workerCount(double ratePerWorker) {
    double peak = profile.phases().stream().mapToDouble(LoadPhase::peakRate).max().orElse(0);
    double rate = Math.min(peak / share.of(), profile.limits().maxRate());
    int wanted = (int) Math.ceil(rate / ratePerWorker);
    int cores = Runtime.getRuntime().availableProcessors();
    return Math.max(1, Math.min(Math.min(wanted, cores), connections()));
  }

  /** Adds up the seconds until every worker has ended. */
  private void follow(ResultBuilder builder) throws InterruptedException {
    SecondMerger merger = new SecondMerger(workers, intervals);
    List<LoadSample> samples = Collections.unmodifiableList(builder.samples());
    while (!merger.isDone()) {
      merger.accept(intervals.take());
      Interval second;
      while ((second = merger.next()) != null) {
        tell(builder.add(second), second, samples);
        intervals.recycle(second);
      }
    }
  }

  private void tell(LoadSample sample, Interval second, List<LoadSample> samples) {
    try {
      observer.second(sample, second.latency);
    } catch (RuntimeException e) {
      log.warn("Load listener failed", e);
    }
    for (StopCondition condition : profile.stopConditions()) {
      try {
        condition.reasonToStop(samples).ifPresent(why -> stop(LoadOutcome.STOPPED, why));
      } catch (RuntimeException e) {
        log.warn("Stop condition failed", e);
      }
    }
  }
}
