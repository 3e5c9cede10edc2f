package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.LoadEngine;
import io.elasticinference.internal.load.Share;
import io.elasticinference.internal.load.distributed.DistributedEngine;
import io.elasticinference.internal.load.distributed.WorkerTask;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PodSettings;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
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
 * <p><b>What is divided.</b> Of an even schedule every pod takes each n-th request, so all together
 * they are the schedule that one machine would have sent, request for request. Of random arrivals
 * each draws its own, with its own seed, at an n-th of the rate: independent Poisson processes add
 * up to the whole's. The same seed and number of pods give the same arrivals. Connections, requests
 * in flight and all other limits are divided evenly. Bodies that were made of a template each pod
 * makes with its own seed; of given ones all begin far from one another. All pods begin at one
 * moment: as soon as all are ready, and {@link #startWithin} after the job was made at the latest.
 * Their clocks must be in step; how far apart they began stands in the report.
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
 * or lose its way to the cluster, the cluster ends the pods a minute later ({@link
 * #unattendedFor(Duration)}), and deletes everything five minutes after that. It takes the rights
 * of the Role {@code elastic-inference-load} in {@code docs/rbac.yaml}, and Kubernetes 1.29 or
 * later.
 */
public final class DistributedLoad {
  /** The image unless another is set: Eclipse Temurin's Java runtime. */
  public static final String DEFAULT_IMAGE = "eclipse-temurin:17-jre";

  private static final int MOST_WORKERS = 200;
  private static final Duration LONGEST_START = Duration.ofMinutes(30);
  private static final Duration LONGEST_UNATTENDED = Duration.ofMinutes(30);
  private static final int LONGEST_NAME = 40;
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");

  private final LoadProfile profile;
  private final int workers;
  private final Duration startWithin;
  private final Duration unattendedFor;
  private final @Nullable String address;
  private final List<X509Certificate> trusted;
  private final PodSettings settings;

  DistributedLoad(LoadProfile profile, int workers) {
    this(new Copy(profile, workers));
    Check.argument(
        workers >= 1 && workers <= MOST_WORKERS, "workers", workers, "1 to " + MOST_WORKERS);
    Check.argument(
        profile.protocol() == LoadProtocol.HTTP,
        "profile",
        profile,
        "HTTP; the pods' program does not speak gRPC, which one machine can send");
    LoadEngine.checkLimits(profile);
    // Finds out now, not in the pods, when there is too little to share.
    Share.check(profile, workers);
  }

  private DistributedLoad(Copy copy) {
    this.profile = copy.profile;
    this.workers = copy.workers;
    this.startWithin = copy.startWithin;
    this.unattendedFor = copy.unattendedFor;
    this.address = copy.address;
    this.trusted = copy.trusted;
    this.settings = copy.settings();
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
    return with(copy -> copy.image = name);
  }

  /**
   * Adds a secret of the namespace that the image is pulled with.
   *
   * @param name of a secret of type {@code kubernetes.io/dockerconfigjson}
   * @return a copy
   */
  public DistributedLoad imagePullSecret(String name) {
    return with(copy -> copy.pullSecrets = plus(copy.pullSecrets, name));
  }

  /**
   * Sets what each pod asks for. One core sends some ten thousand small requests a second; memory
   * is for the bodies and for the requests that are on their way.
   *
   * @param cpus cores, 0.1 to 64; one unless set
   * @param memoryMiB 128 to 262,144; 1,024 unless set, which a pod may not exceed either
   * @return a copy
   * @throws IllegalArgumentException when a number is out of range
   */
  public DistributedLoad podResources(double cpus, int memoryMiB) {
    Check.argument(cpus >= 0.1 && cpus <= 64, "cpus", cpus, "0.1 to 64");
    Check.argument(
        memoryMiB >= 128 && memoryMiB <= 262_144, "memoryMiB", memoryMiB, "128 to 262144");
    return with(
        copy -> {
          copy.cpus = cpus;
          copy.memoryMiB = memoryMiB;
        });
  }

  /**
   * Adds a label that the pods' nodes must have, so that the load does not share a node with what
   * it measures.
   *
   * @param label the label's name
   * @param value its value
   * @return a copy
   */
  public DistributedLoad nodeSelector(String label, String value) {
    return with(copy -> copy.nodeSelector = plus(copy.nodeSelector, label, value));
  }

  /**
   * Lets the pods run on nodes with a taint, whatever its value and effect.
   *
   * @param key the taint's key, for example {@code virtual-kubelet.io/provider}
   * @return a copy
   */
  public DistributedLoad toleration(String key) {
    return with(copy -> copy.tolerations = plus(copy.tolerations, key));
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
    return with(copy -> copy.startWithin = time);
  }

  /**
   * Sets how long the pods go on when this program has vanished, or has lost its way to the
   * cluster: nobody would look at the conditions that end the load any more. The cluster then ends
   * them.
   *
   * @param time five seconds to 30 minutes; one minute unless set
   * @return a copy
   * @throws IllegalArgumentException when the time is out of range
   */
  public DistributedLoad unattendedFor(Duration time) {
    Check.duration(time, "unattendedFor", LONGEST_UNATTENDED);
    Check.argument(time.toSeconds() >= 5, "unattendedFor", time, "at least five seconds");
    return with(copy -> copy.unattendedFor = time);
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
    return with(copy -> copy.address = hostAndPort);
  }

  /**
   * Sets whose certificates the pods trust when they speak HTTPS, instead of those that their
   * image's Java trusts. That a certificate is of the target's host is checked all the same.
   *
   * @param authorities at least one
   * @return a copy
   * @throws IllegalArgumentException when there is none
   */
  public DistributedLoad trust(List<X509Certificate> authorities) {
    Check.argument(!authorities.isEmpty(), "authorities", authorities, "at least one certificate");
    return with(copy -> copy.trusted = List.copyOf(authorities));
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
    return with(copy -> copy.labels = plus(copy.labels, name, value));
  }

  /**
   * Adds an annotation to the pods, for example {@code k8s.aliyun.com/eci-use-specs}.
   *
   * @param name the annotation's name
   * @param value its value
   * @return a copy
   */
  public DistributedLoad podAnnotation(String name, String value) {
    return with(copy -> copy.annotations = plus(copy.annotations, name, value));
  }

  /**
   * The same with another request.
   *
   * @param toSend what is sent and expected back
   * @return a copy
   */
  public DistributedLoad request(LoadRequest toSend) {
    return with(copy -> copy.profile = copy.profile.request(toSend));
  }

  private DistributedLoad with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return new DistributedLoad(copy);
  }

  private static Map<String, String> plus(Map<String, String> map, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
  }

  private static List<String> plus(List<String> list, String item) {
    List<String> more = new ArrayList<>(list);
    more.add(item);
    return more;
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
   * What the pods look like, and where they may run.
   *
   * @return the settings
   */
  public PodSettings podSettings() {
    return settings;
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
   * How long the pods go on when this program has vanished.
   *
   * @return at least five seconds
   */
  public Duration unattendedFor() {
    return unattendedFor;
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
   *     pods: over 14 MB compressed; or certificates are to be trusted and the target is not HTTPS
   */
  public LoadRun start(
      LoadTarget target, Cluster cluster, String namespace, String service, LoadListener listener) {
    Check.argument(
        trusted.isEmpty() || target.tls(),
        "target",
        target,
        "https, to be trusted in a way of its own");
    DistributedEngine engine =
        new DistributedEngine(
            new WorkerTask(seen(target), profile, workers, startWithin, trusted), listener);
    engine.start(
        (program, lines) ->
            cluster.run(
                new PodJob(
                    namespace,
                    jobName(service),
                    service,
                    program.pods(),
                    settings,
                    program.command(),
                    program.files(),
                    program.input(),
                    program.deadline(),
                    unattendedFor),
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

  /** The fields while they change. */
  private static final class Copy {
    private final int workers;
    private LoadProfile profile;
    private Duration startWithin = Duration.ofMinutes(2);
    private Duration unattendedFor = Duration.ofMinutes(1);
    private @Nullable String address;
    private List<X509Certificate> trusted = List.of();
    private String image;
    private List<String> pullSecrets;
    private double cpus;
    private int memoryMiB;
    private Map<String, String> labels;
    private Map<String, String> annotations;
    private Map<String, String> nodeSelector;
    private List<String> tolerations;

    private Copy(LoadProfile profile, int workers) {
      this(PodSettings.of(DEFAULT_IMAGE), profile, workers);
    }

    private Copy(DistributedLoad from) {
      this(from.settings, from.profile, from.workers);
      this.startWithin = from.startWithin;
      this.unattendedFor = from.unattendedFor;
      this.address = from.address;
      this.trusted = from.trusted;
    }

    private Copy(PodSettings settings, LoadProfile profile, int workers) {
      this.workers = workers;
      this.profile = profile;
      this.image = settings.image();
      this.pullSecrets = settings.pullSecrets();
      this.cpus = settings.cpus();
      this.memoryMiB = settings.memoryMiB();
      this.labels = settings.labels();
      this.annotations = settings.annotations();
      this.nodeSelector = settings.nodeSelector();
      this.tolerations = settings.tolerations();
    }

    private PodSettings settings() {
      return new PodSettings(
          image, pullSecrets, cpus, memoryMiB, labels, annotations, nodeSelector, tolerations);
    }
  }
}
