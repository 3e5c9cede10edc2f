package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.LoadEngine;
import io.elasticinference.internal.load.Share;
import io.elasticinference.internal.load.distributed.DistributedEngine;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.PodJob;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A profile that many pods of the service's own cluster send together, as one Indexed Job: more
 * load than one machine can make, from more than one address, and next to the service. Immutable;
 * every method answers a changed copy.
 *
 * <pre>{@code
 * LoadReport report = service.stressTest(
 *     LoadProfile.constant(40_000).maxRate(40_000).maxRequests(10_000_000).during(Duration.ofMinutes(4))
 *         .distributed(8));
 * }</pre>
 *
 * <p><b>What is divided.</b> Every pod takes each n-th request of the one schedule, so all together
 * they are the schedule that one machine would have sent, request for request, random arrivals too;
 * connections, requests in flight and all other limits are divided evenly. Each pod begins with
 * another of the request's bodies. All begin at one moment: as soon as all are ready, and {@link
 * #startWithin} after the job was made at the latest. Their clocks must be in step; how far apart
 * they began stands in the report.
 *
 * <p><b>What comes back</b> is one {@link LoadReport}. Histograms are added, never percentiles
 * averaged, seconds lie on one time axis, and {@link LoadReport#workers()} tells of each pod. When
 * one is lost, or never began, the others go on, and the report is {@link LoadOutcome#ABORTED} with
 * the reason: the whole profile was not sent. Stop conditions look at the merged seconds, so they
 * come a second or two later than on one machine; besides, a pod ends by itself when {@link
 * StopCondition#DEFAULT} is set and practically nothing of its own share succeeds.
 *
 * <p><b>What the pods run</b> is this SDK's own jar. It is small enough to reach them through the
 * cluster's API, in a ConfigMap, so any image with Java 17 or later serves; {@link #workerImage}
 * names one that the cluster can pull. The profile, whose headers and bodies may be secrets,
 * reaches them in a Secret; what they found out comes back through their logs. No service account's
 * token is mounted.
 *
 * <p><b>Nothing is left behind.</b> Job, ConfigMap and Secret are deleted when the run ends, is
 * stopped, or its thread is interrupted, and when this program ends in peace. Should it be killed,
 * the pods end with the profile, and the cluster deletes everything five minutes later. It takes
 * the rights of the Role {@code elastic-inference-load} in {@code docs/rbac.yaml}, and Kubernetes
 * 1.29 or later.
 */
public final class DistributedLoad {
  /** The image unless another is set: Eclipse Temurin's Java runtime. */
  public static final String DEFAULT_IMAGE = "eclipse-temurin:17-jre";

  private static final int MOST_WORKERS = 200;
  private static final Duration LONGEST_START = Duration.ofMinutes(30);
  private static final int LONGEST_NAME = 40;
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

  private final LoadProfile profile;
  private final int workers;
  private final String image;
  private final Duration startWithin;
  private final @Nullable String address;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;

  DistributedLoad(LoadProfile profile, int workers) {
    this(profile, workers, DEFAULT_IMAGE, Duration.ofMinutes(2), null, Map.of(), Map.of());
    Check.argument(
        workers >= 1 && workers <= MOST_WORKERS, "workers", workers, "1 to " + MOST_WORKERS);
    LoadEngine.checkLimits(profile);
    // Finds out now, not in the pods, when there is too little to share.
    Share.check(profile, workers);
  }

  private DistributedLoad(
      LoadProfile profile,
      int workers,
      String image,
      Duration startWithin,
      @Nullable String address,
      Map<String, String> labels,
      Map<String, String> annotations) {
    this.profile = profile;
    this.workers = workers;
    this.image = image;
    this.startWithin = startWithin;
    this.address = address;
    this.labels = labels;
    this.annotations = annotations;
  }

  /**
   * Sets the image of the pods: any with {@code java}, 17 or later, on its path. Nothing of this
   * SDK needs to be in it.
   *
   * @param name as the cluster pulls it; {@value #DEFAULT_IMAGE} unless set
   * @return a copy
   * @throws IllegalArgumentException when the name is empty or has spaces
   */
  public DistributedLoad workerImage(String name) {
    Check.argument(name.matches("\\S+"), "workerImage", name, "an image's name");
    return new DistributedLoad(profile, workers, name, startWithin, address, labels, annotations);
  }

  /**
   * Sets how long after the making of the job the pods begin at the latest, ready or not. A pod
   * that comes later sends its share later, and one that never comes is missing; the report tells
   * either.
   *
   * @param time one second to 30 minutes; two minutes unless set
   * @return a copy
   * @throws IllegalArgumentException when the time is out of range
   */
  public DistributedLoad startWithin(Duration time) {
    Check.duration(time, "startWithin", LONGEST_START);
    Check.argument(time.toSeconds() >= 1, "startWithin", time, "at least one second");
    return new DistributedLoad(profile, workers, image, time, address, labels, annotations);
  }

  /**
   * Sets the address of the service's ingress as the pods see it, where it is another one than for
   * this machine. The host that is asked for stays the service's own, and so does the path.
   *
   * @param hostAndPort for example {@code nginx-ingress-lb.kube-system:80}
   * @return a copy
   * @throws IllegalArgumentException when it has another form
   */
  public DistributedLoad ingressAddress(String hostAndPort) {
    Check.argument(
        ADDRESS.matcher(hostAndPort).matches(), "ingressAddress", hostAndPort, "host:port");
    return new DistributedLoad(
        profile, workers, image, startWithin, hostAndPort, labels, annotations);
  }

  /**
   * Adds a label to the pods; {@code alibabacloud.com/eci} with {@code true} lets them run as
   * elastic container instances.
   *
   * @param name the label's name
   * @param value its value
   * @return a copy
   */
  public DistributedLoad podLabel(String name, String value) {
    return new DistributedLoad(
        profile, workers, image, startWithin, address, plus(labels, name, value), annotations);
  }

  /**
   * Adds an annotation to the pods, for example {@code k8s.aliyun.com/eci-use-specs}.
   *
   * @param name the annotation's name
   * @param value its value
   * @return a copy
   */
  public DistributedLoad podAnnotation(String name, String value) {
    return new DistributedLoad(
        profile, workers, image, startWithin, address, labels, plus(annotations, name, value));
  }

  private static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return Map.copyOf(more);
  }

  /**
   * The same with another request.
   *
   * @param toSend what is sent and expected back
   * @return a copy
   */
  public DistributedLoad request(LoadRequest toSend) {
    return new DistributedLoad(
        profile.request(toSend), workers, image, startWithin, address, labels, annotations);
  }

  /**
   * What all pods send together.
   *
   * @return the profile
   */
  public LoadProfile profile() {
    return profile;
  }

  /**
   * How many pods send.
   *
   * @return 1 to 200
   */
  public int workers() {
    return workers;
  }

  /**
   * The pods' image.
   *
   * @return its name
   */
  public String workerImage() {
    return image;
  }

  /**
   * How long after the making of the job the pods begin at the latest.
   *
   * @return at least a second
   */
  public Duration startWithin() {
    return startWithin;
  }

  /**
   * The address of the ingress as the pods see it.
   *
   * @return empty when it is the one that this machine sees
   */
  public Optional<String> ingressAddress() {
    return Optional.ofNullable(address);
  }

  /**
   * Begins to send from pods of a cluster, and answers once the cluster has taken the job. {@link
   * io.elasticinference.InferenceService#stressTest(DistributedLoad)} does this for a service.
   *
   * @param target where to, as this machine sees it
   * @param cluster where the pods run
   * @param namespace the namespace that they run in
   * @param service the service that the job belongs to; its name begins with it
   * @param listener hears of every merged second
   * @return the run, with the report to come
   * @throws io.elasticinference.ClusterAccessException where the cluster cannot be reached or a
   *     right is missing; nothing is left behind
   * @throws IllegalArgumentException when bodies and traces are too large to be carried to the
   *     pods: over 14 MB compressed
   */
  public LoadRun start(
      LoadTarget target, Cluster cluster, String namespace, String service, LoadListener listener) {
    DistributedEngine engine =
        new DistributedEngine(seen(target), profile, workers, startWithin, listener);
    engine.start(
        (program, lines) ->
            cluster.run(
                new PodJob(
                    namespace,
                    jobName(service),
                    service,
                    program.pods(),
                    image,
                    program.command(),
                    program.files(),
                    program.input(),
                    labels,
                    annotations,
                    program.deadline()),
                lines));
    return new LoadRun(engine.result(), engine::stop);
  }

  /**
   * Sends from pods of a cluster and waits for the end, as {@link LoadTest#run} does from this
   * machine.
   *
   * @param target where to, as this machine sees it
   * @param cluster where the pods run
   * @param namespace the namespace that they run in
   * @param service the service that the job belongs to
   * @param listener hears of every merged second
   * @return the report
   * @throws io.elasticinference.ClusterAccessException where the cluster cannot be reached or a
   *     right is missing
   */
  public LoadReport run(
      LoadTarget target, Cluster cluster, String namespace, String service, LoadListener listener) {
    return LoadTest.await(start(target, cluster, namespace, service, listener));
  }

  private LoadTarget seen(LoadTarget target) {
    if (address == null) {
      return target;
    }
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon);
    return new LoadTarget(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(address.substring(colon + 1)),
        target.path(),
        target.hostHeader(),
        target.tls());
  }

  /** A name that nothing else has, short enough for the names of its pods. */
  private static String jobName(String service) {
    String begin = service.substring(0, Math.min(LONGEST_NAME, service.length()));
    long random = ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36 * 36);
    String unique = Long.toString(random + 36L * 36 * 36 * 36 * 36 * 36, 36).substring(1);
    return begin + "-load-" + unique;
  }

  /** The profile and how many send it. */
  @Override
  public String toString() {
    return profile + ", from " + workers + (workers == 1 ? " worker" : " workers");
  }
}
