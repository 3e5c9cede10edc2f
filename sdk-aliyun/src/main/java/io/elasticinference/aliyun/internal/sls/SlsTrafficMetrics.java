package io.elasticinference.aliyun.internal.sls;

import com.aliyun.openservices.log.Client;
import io.elasticinference.Autoscale;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.ScalingTarget;
import io.elasticinference.Violation;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.aliyun.internal.credentials.NoCredentialsException;
import io.elasticinference.metrics.AdapterReading;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.preflight.Finding;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.LogView;
import io.elasticinference.spi.PreflightCheck;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.TrafficMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Traffic as the ingress's access log in SLS has it. Connects when it is first asked to read. */
final class SlsTrafficMetrics implements TrafficMetrics {

  private static final double MILLI = 1000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private final Environment environment;
  private final CredentialsChain credentials;
  private final Clock clock;
  private final Duration firstPause;
  private final LogBreaker breaker = new LogBreaker();
  private @Nullable Client client;
  private boolean closed;

  SlsTrafficMetrics(Environment environment) {
    this(environment, CredentialsChain.of(environment), Clock.systemUTC(), FIRST_PAUSE);
  }

  SlsTrafficMetrics(
      Environment environment, CredentialsChain credentials, Clock clock, Duration firstPause) {
    this.environment = environment;
    this.credentials = credentials;
    this.clock = clock;
    this.firstPause = firstPause;
  }

  @Override
  public List<Violation> validate(Autoscale autoscale, Route route) {
    return AutoscaleRules.check(autoscale, route, environment);
  }

  @Override
  public List<ScalingMetric> scalingMetrics(Autoscale autoscale, Route route) {
    MetricLabels labels =
        new MetricLabels(
            LogProject.of(autoscale, environment).orElseThrow(),
            autoscale.logstore(),
            route.toString(),
            autoscale.queryInterval().orElse(null),
            autoscale.queryDelay().orElse(null),
            autoscale.maxRetry().isPresent() ? autoscale.maxRetry().getAsInt() : null,
            autoscale.internalEndpoint().orElse(null));
    return autoscale.targets().stream()
        .map(target -> AdapterMetric.of(target, autoscale.gateway()))
        .map(
            metric ->
                new ScalingMetric(
                    metric.name(), labels.toSelector(), metric.targetMilli(), metric.scope()))
        .toList();
  }

  @Override
  public Optional<ScalingTarget> target(ScalingMetric metric) {
    return AdapterMetric.target(metric);
  }

  @Override
  public AdapterReading asAdapterSeesIt(ScalingMetric metric) {
    MetricLabels labels = MetricLabels.of(metric.selector());
    LogQuery query = AdapterQuery.of(metric.name(), labels, clock.instant().getEpochSecond());
    List<Map<String, String>> rows = reader().rows(query);
    Instant end = Instant.ofEpochSecond(query.to());
    return new AdapterReading(
        metric.name(),
        rows.isEmpty() ? null : AdapterQuery.value(rows.get(0)),
        metric.targetMilli() / MILLI,
        metric.scope() == ScalingMetric.Scope.PER_REPLICA,
        end.minus(labels.effectiveInterval()),
        end,
        !end.minus(labels.effectiveInterval()).isBefore(Instant.ofEpochSecond(query.from())),
        query.text());
  }

  @Override
  public SortedMap<Instant, Double> adapterHistory(ScalingMetric metric, Instant from, Instant to) {
    return AdapterHistory.addsUp(metric.name())
        ? new AdapterHistory(metric.name(), MetricLabels.of(metric.selector()))
            .read(reader(), from.getEpochSecond(), to.getEpochSecond())
        : new TreeMap<>();
  }

  @Override
  public List<TrafficSummary> series(
      ScalingMetric metric, Instant from, Instant to, Duration step) {
    MetricLabels labels = MetricLabels.of(metric.selector());
    TrafficQueries queries = TrafficQueries.of(labels, LogFields.of(metric.name()), from, to, step);
    return new TrafficReader(reader(), queries)
        .read(clock.instant().minus(labels.effectiveDelay()));
  }

  @Override
  public LogView look(ScalingMetric metric) {
    return LogLook.at(reader(), metric, clock.instant());
  }

  @Override
  public List<PreflightCheck> preflight(List<ScalingMetric> metrics) {
    String object =
        metrics.stream()
            .findFirst()
            .map(metric -> MetricLabels.of(metric.selector()))
            .map(labels -> "Log store " + labels.project() + "/" + labels.logstore())
            .orElse("Log store");
    return metrics.isEmpty()
        ? List.of()
        : List.of(new PreflightCheck(object, () -> metrics.stream().map(this::finding).toList()));
  }

  /** Asks as the adapter does, so that project, log store, index and fields are all tried. */
  private Finding finding(ScalingMetric metric) {
    MetricLabels labels = MetricLabels.of(metric.selector());
    String object = "Log store " + labels.project() + "/" + labels.logstore();
    OptionalDouble value = asAdapterSeesIt(metric).value();
    return value.isPresent()
        ? Finding.ok(object, metric.name() + " of the route is " + (long) value.getAsDouble())
        : Finding.warning(
            object,
            "no rows of any route within the last 100 s",
            "the access log of the cluster's ingress",
            "Send a request through the ingress and look again; if there is still none, turn the"
                + " ingress's access log on.");
  }

  private synchronized LogReader reader() {
    if (closed) {
      throw new IllegalStateException(
          "Metrics: closed (expected: open). Make another client, and close it when all is done.");
    }
    SlsEndpoint endpoint = SlsEndpoint.of(environment);
    try {
      credentials.get(); // first, so that their absence is not told as a failed request
    } catch (NoCredentialsException e) {
      throw new MetricsUnavailableException(e.observed(), e.hint(), false, null);
    }
    Client made = client;
    if (made == null) {
      made = SlsClients.make(endpoint, credentials);
      client = made;
    }
    return new LogReader(made, endpoint, breaker, firstPause);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.shutdown();
      client = null;
    }
  }
}
