package io.elasticinference;

import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.scaling.ScalingRules;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a service scales by the traffic that its ingress sees. Immutable; checked when a service is
 * planned or deployed.
 *
 * <pre>{@code
 * Autoscale.qps(10).replicas(1, 10);
 * Autoscale.qps(10).and(Autoscale.latency(LatencyStatistic.P99, Duration.ofMillis(300)));
 * Autoscale.qps(10).replicas(1, 20).cron("0 8 * * 1-5", Duration.ofHours(10), 4)
 *     .timeZone(ZoneId.of("Asia/Shanghai"));
 * }</pre>
 *
 * @see #qps(double)
 * @see #latency(LatencyStatistic, Duration)
 * @see #inflow(double)
 * @see io.elasticinference.scaling.CapacityPlan how to choose a target
 * @see ServiceAutoscaling#explain() why it does not scale
 */
public final class Autoscale {

  /** Kubernetes' own image of kubectl, which merely patches: any version does. */
  private static final String CRON_IMAGE = "registry.k8s.io/kubectl:v1.36.1";

  private final Settings settings;

  private Autoscale(Settings settings) {
    this.settings = settings;
  }

  /** What was said so far. Changed only between its copy and its handing over, never afterwards. */
  private static final class Settings implements Cloneable {
    private List<ScalingTarget> targets = List.of();
    // The fewest and most replicas where none are given: what the ACK tutorial writes.
    private int minReplicas = 1;
    private int maxReplicas = 10;
    private @Nullable ScalingRules scaleUp;
    private @Nullable ScalingRules scaleDown;
    private Gateway gateway = Gateway.NGINX;
    private @Nullable String project;
    private @Nullable String logstore;
    private @Nullable Duration queryInterval;
    private @Nullable Duration queryDelay;
    private @Nullable Integer maxRetry;
    private @Nullable Boolean internalEndpoint;
    private List<CronWindow> windows = List.of();
    private ZoneId timeZone = ZoneOffset.UTC;
    private String cronImage = CRON_IMAGE;

    @Override
    protected Settings clone() {
      try {
        return (Settings) super.clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("Settings is Cloneable", e);
      }
    }
  }

  private Autoscale with(Consumer<Settings> change) {
    Settings copy = settings.clone();
    change.accept(copy);
    return new Autoscale(copy);
  }

  /**
   * Keeps each replica near a rate of requests: the replicas become the service's requests a second
   * divided by this, rounded up (Kubernetes' {@code AverageValue}; within its tolerance of 10 %
   * they stay as they are).
   *
   * @param requestsPerSecond requests a second that one replica shall answer, above 0
   * @return an autoscale of 1 to 10 replicas
   */
  public static Autoscale qps(double requestsPerSecond) {
    return by(new ScalingTarget.Qps(requestsPerSecond));
  }

  /**
   * Adds replicas while requests take too long, and takes them away while they are quick. A latency
   * does not add up over replicas, so that no division by it can say how many are needed: the
   * autoscaler multiplies the replicas that are ready by the latency over the target (Kubernetes'
   * {@code Value}, as ACK's own example has it for this metric), again at each sync, also while new
   * replicas are still starting. It finds no steady number where latency does not depend on the
   * replicas, so give it bounds, and better {@link #and} a rate beside it.
   *
   * @param statistic by which number latencies are told
   * @param atMost the latency to keep near, as the ingress sees it; whole milliseconds, at least 1
   * @return an autoscale of 1 to 10 replicas
   */
  public static Autoscale latency(LatencyStatistic statistic, Duration atMost) {
    return by(new ScalingTarget.Latency(statistic, atMost));
  }

  /**
   * Keeps each replica near a rate of bytes that come in with requests: the replicas become the
   * service's bytes a second divided by this, rounded up (Kubernetes' {@code AverageValue}).
   *
   * @param bytesPerSecond bytes a second that one replica shall take in, above 0
   * @return an autoscale of 1 to 10 replicas
   */
  public static Autoscale inflow(double bytesPerSecond) {
    return by(new ScalingTarget.Inflow(bytesPerSecond));
  }

  private static Autoscale by(ScalingTarget target) {
    Settings settings = new Settings();
    settings.targets = List.of(target);
    return new Autoscale(settings);
  }

  /**
   * Scales by further metrics: of all replica counts that its metrics ask for, the autoscaler takes
   * the largest.
   *
   * @param other what else to scale by; only its targets count, bounds and all else stay this one's
   * @return the same with more targets
   */
  public Autoscale and(Autoscale other) {
    return with(
        s -> s.targets = Stream.concat(s.targets.stream(), other.targets().stream()).toList());
  }

  /**
   * Bounds the replicas.
   *
   * @param min the fewest, at least 1: nothing wakes a service without replicas, since an ingress
   *     holds no requests back
   * @param max the most, at least {@code min}
   * @return the same with those bounds
   */
  public Autoscale replicas(int min, int max) {
    return with(
        s -> {
          s.minReplicas = min;
          s.maxReplicas = max;
        });
  }

  /**
   * Sets how to scale out: how long to look back, how fast, within which tolerance.
   *
   * @param rules the rules; without them Kubernetes' own
   * @return the same with those rules
   */
  public Autoscale scaleUp(ScalingRules rules) {
    return with(s -> s.scaleUp = rules);
  }

  /**
   * Sets how to scale in: how long to look back, how fast, within which tolerance.
   *
   * @param rules the rules; without them Kubernetes' own
   * @return the same with those rules
   */
  public Autoscale scaleDown(ScalingRules rules) {
    return with(s -> s.scaleDown = rules);
  }

  /**
   * Chooses the ingress controller whose access log is read. A service whose ingress was given by
   * its host alone gets this controller's class.
   *
   * @param gateway the controller; without it {@link Gateway#NGINX}
   * @return the same with that controller
   */
  public Autoscale gateway(Gateway gateway) {
    return with(s -> s.gateway = gateway);
  }

  /**
   * Names the log project that the ingress writes its access log to.
   *
   * @param project the project's name; without it the cluster's own, {@code k8s-log-{cluster id}}
   * @return the same with that project
   */
  public Autoscale project(String project) {
    return with(s -> s.project = project);
  }

  /**
   * Names the log store of the ingress's access log.
   *
   * @param logstore the log store's name; without it {@code nginx-ingress}, which ACK's Nginx
   *     Ingress writes to; an ALB has none of its own
   * @return the same with that log store
   */
  public Autoscale logstore(String logstore) {
    return with(s -> s.logstore = logstore);
  }

  /**
   * Sets over how long the autoscaler's metric is averaged.
   *
   * @param interval at least 15 s; together with the delay at most 100 s
   * @return the same with that interval
   */
  public Autoscale queryInterval(Duration interval) {
    return with(s -> s.queryInterval = interval);
  }

  /**
   * Sets how far behind now the autoscaler's metric ends, since logs take time to arrive.
   *
   * @param delay at least 0 s; together with the interval at most 100 s
   * @return the same with that delay
   */
  public Autoscale queryDelay(Duration delay) {
    return with(s -> s.queryDelay = delay);
  }

  /**
   * Sets how often the metrics adapter asks for an answer that is not complete.
   *
   * @param attempts at least 1; without it the adapter's default, 5
   * @return the same with that number
   */
  public Autoscale maxRetry(int attempts) {
    return with(s -> s.maxRetry = attempts);
  }

  /**
   * Says whether the metrics adapter reads the log through the region's internal endpoint, which a
   * cluster in another region or account network cannot reach.
   *
   * @param internal without it the adapter's default, true
   * @return the same with that choice
   */
  public Autoscale internalEndpoint(boolean internal) {
    return with(s -> s.internalEndpoint = internal);
  }

  /**
   * Raises the minimum again and again, ahead of known peaks. Where windows overlap the largest
   * minimum counts; outside of all of them that of {@link #replicas}.
   *
   * <p>Windows are weekly, so that what the minimum is at each minute of a week is known when a
   * service is deployed. The SDK works out each moment at which it changes, and lets a CronJob set
   * it there with a service account that may change this one autoscaler and nothing else: it goes
   * on without this program, and lives and dies with the service. (ACK's CronHPA sets a number of
   * replicas at one moment, which the autoscaler takes away again: it holds no minimum.) A deploy
   * inside a window writes the window's minimum, and takes the field over from the CronJob without
   * a conflict.
   *
   * <p>A switch that falls into the hour which summer time leaves out does not happen on that day.
   *
   * @param start when the window opens: cron's minute, hour, {@code *}, {@code *} and day of week,
   *     for example {@code 30 8 * * 1-5}, in {@link #timeZone}
   * @param length how long it stays open: whole minutes, at least 1, at most a week
   * @param minReplicas the fewest replicas while it is open, at most the service's maximum
   * @return the same with one more window
   */
  public Autoscale cron(String start, Duration length, int minReplicas) {
    CronWindow window = new CronWindow(start, length, minReplicas);
    return with(s -> s.windows = Stream.concat(s.windows.stream(), Stream.of(window)).toList());
  }

  /**
   * Says whose clock the windows are told by.
   *
   * @param zone a region of the time zone database, for example {@code Asia/Shanghai}; without it
   *     UTC
   * @return the same with that zone
   */
  public Autoscale timeZone(ZoneId zone) {
    return with(s -> s.timeZone = zone);
  }

  /**
   * Chooses the image that the windows' CronJobs run: one whose entry point is kubectl.
   *
   * @param image one that the cluster can pull; without it {@code registry.k8s.io/kubectl}, which a
   *     cluster without a way to that registry must replace by a mirror's
   * @return the same with that image
   */
  public Autoscale cronImage(String image) {
    return with(s -> s.cronImage = image);
  }

  /**
   * What the service scales by.
   *
   * @return at least one target
   */
  public List<ScalingTarget> targets() {
    return settings.targets;
  }

  /**
   * The fewest replicas outside of all windows.
   *
   * @return the lower bound
   */
  public int minReplicas() {
    return settings.minReplicas;
  }

  /**
   * The most replicas.
   *
   * @return the upper bound
   */
  public int maxReplicas() {
    return settings.maxReplicas;
  }

  /**
   * How to scale out.
   *
   * @return the rules; empty for Kubernetes' own
   */
  public Optional<ScalingRules> scaleUp() {
    return Optional.ofNullable(settings.scaleUp);
  }

  /**
   * How to scale in.
   *
   * @return the rules; empty for Kubernetes' own
   */
  public Optional<ScalingRules> scaleDown() {
    return Optional.ofNullable(settings.scaleDown);
  }

  /**
   * Whose access log is read.
   *
   * @return the ingress controller
   */
  public Gateway gateway() {
    return settings.gateway;
  }

  /**
   * The log project, where it is not the cluster's own.
   *
   * @return the project's name, if one was given
   */
  public Optional<String> project() {
    return Optional.ofNullable(settings.project);
  }

  /**
   * The log store.
   *
   * @return the one that was named, else the gateway's own; empty where that has none
   */
  public String logstore() {
    return settings.logstore == null ? settings.gateway.logstore() : settings.logstore;
  }

  /**
   * Over how long the metric is averaged.
   *
   * @return the interval; empty for the adapter's default, 15 s
   */
  public Optional<Duration> queryInterval() {
    return Optional.ofNullable(settings.queryInterval);
  }

  /**
   * How far behind now the metric ends.
   *
   * @return the delay; empty for the adapter's default, 10 s
   */
  public Optional<Duration> queryDelay() {
    return Optional.ofNullable(settings.queryDelay);
  }

  /**
   * How often the metrics adapter asks for a complete answer.
   *
   * @return the number; empty for the adapter's default, 5
   */
  public OptionalInt maxRetry() {
    return settings.maxRetry == null ? OptionalInt.empty() : OptionalInt.of(settings.maxRetry);
  }

  /**
   * Whether the metrics adapter reads the log through the internal endpoint.
   *
   * @return the choice; empty for the adapter's default, true
   */
  public Optional<Boolean> internalEndpoint() {
    return Optional.ofNullable(settings.internalEndpoint);
  }

  /**
   * When the minimum is raised.
   *
   * @return the windows; none where the minimum is always the same
   */
  public List<CronWindow> windows() {
    return settings.windows;
  }

  /**
   * Whose clock the windows are told by.
   *
   * @return the zone
   */
  public ZoneId timeZone() {
    return settings.timeZone;
  }

  /**
   * What the windows' CronJobs run.
   *
   * @return an image whose entry point is kubectl
   */
  public String cronImage() {
    return settings.cronImage;
  }

  /** Says what it scales by and within which bounds, and what else is not left to its default. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(targets().get(0).toString());
    targets().stream().skip(1).forEach(target -> text.append(".and(").append(target).append(')'));
    text.append(".replicas(").append(minReplicas()).append(", ").append(maxReplicas()).append(')');
    scaleUp().ifPresent(rules -> text.append(".scaleUp(").append(rules).append(')'));
    scaleDown().ifPresent(rules -> text.append(".scaleDown(").append(rules).append(')'));
    if (gateway() != Gateway.NGINX) {
      text.append(".gateway(").append(gateway()).append(')');
    }
    windows().forEach(window -> text.append('.').append(window));
    return text.toString();
  }
}
