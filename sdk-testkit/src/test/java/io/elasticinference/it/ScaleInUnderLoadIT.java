package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.StopCondition;
import io.elasticinference.load.TimelineSeries;
import io.elasticinference.metrics.TrafficSummary;
import io.elasticinference.testkit.LocalCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas that go away while load runs: the report says what came of it, and no more. */
@Timeout(180)
class ScaleInUnderLoadIT {
  private static final double ONE_REPLICA = 2 / 0.040;
  private static final int RATE = 90;
  private static final int SECONDS = 8;
  private static final int MEANWHILE = 2;

  /** The one request before the load that asks for the model's signature. */
  private static final long SIGNATURE = 1;

  private static LocalCloud cloud;
  private static InferenceClient client;

  @BeforeAll
  static void start() {
    cloud = LocalCloud.options().capacity(Duration.ofMillis(40), 2).start();
    client = InferenceClient.builder().environment(cloud.environment()).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    cloud.close();
  }

  private static InferenceBuilder bert(String name) {
    return ElasticInference.builder()
        .client(client)
        .name(name)
        .model(
            Model.tensorflow("chnsenticorp")
                .upload(Path.of("../samples/models/chnsenticorp"))
                .to("oss://models/tensorflow/chnsenticorp"))
        .ingress(name + ".example.com");
  }

  /** Sends load to three replicas, and does something to them when it has run for a while. */
  private static LoadReport load(InferenceService service, Duration timeout, Runnable meanwhile) {
    service.awaitReady(Duration.ofMinutes(1));
    CompletableFuture<Void> done = new CompletableFuture<>();
    LoadListener listener =
        sample -> {
          if (sample.second() == MEANWHILE - 1) {
            done.completeAsync(
                () -> {
                  meanwhile.run();
                  return null;
                });
          }
        };
    LoadReport report =
        service.stressTest(
            LoadProfile.constant(RATE)
                .during(Duration.ofSeconds(SECONDS))
                .request(service.predictRequest().timeout(timeout))
                .stopWhen(new StopCondition[0]),
            listener);
    done.join();
    LoadTotals t = report.totals();
    assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
    assertThat(t.offered()).isEqualTo(RATE * SECONDS);
    assertThat(t.ok() + t.failed() + t.dropped()).isEqualTo(t.offered());
    assertThat(report.failures().stream().mapToLong(LoadFailure::count).sum())
        .isEqualTo(t.failed());
    return report;
  }

  private static List<Double> ready(LoadReport report) {
    return report.series().stream()
        .filter(series -> series.name().equals("ready"))
        .map(TimelineSeries::points)
        .flatMap(List::stream)
        .map(point -> point.value())
        .toList();
  }

  /** What the ingress wrote down of it: the other side's account. */
  private static TrafficSummary logged(InferenceService service, long requests) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> service.metrics().over(Duration.ofMinutes(5)),
            traffic -> traffic.requests() >= requests);
  }

  @Test
  void stressTest_tellsOfTheQueueAndTheTimeouts_whenReplicasAreTakenAway() {
    InferenceService service = bert("fewer").replicas(3).deploy();

    LoadReport report =
        load(service, Duration.ofSeconds(1), () -> bert("fewer").replicas(1).deploy());

    List<Double> ready = ready(report);
    assertThat(ready.get(0)).isEqualTo(3);
    assertThat(ready.get(ready.size() - 1)).isEqualTo(1);
    List<LoadSample> samples = report.samples();
    assertThat(samples.subList(0, MEANWHILE)).allMatch(second -> second.failed() == 0);
    // One replica is left, and serves what it can while the schedule goes on.
    LoadSample late = samples.get(SECONDS - 1);
    assertThat(late.offered()).isEqualTo(RATE);
    assertThat(late.ok()).isLessThanOrEqualTo((long) (ONE_REPLICA * 1.1));
    assertThat(late.failed()).isPositive();
    assertThat(report.failures()).extracting(LoadFailure::kind).contains(FailureKind.TIMEOUT);
    assertThat(report.latency().max()).isLessThanOrEqualTo(Duration.ofMillis(1001));
    long expected = report.totals().sent() + SIGNATURE;
    assertThat(logged(service, expected).requests()).isEqualTo(expected);
  }

  @Test
  void stressTest_countsEachErrorReply_whenPodsAreKilledMeanwhile() {
    InferenceService service = bert("killed").replicas(3).deploy();
    Kubectl kubectl = new Kubectl(cloud.environment());

    LoadReport report =
        load(
            service,
            Duration.ofSeconds(10),
            () ->
                kubectl.run(
                    "delete",
                    "pods",
                    "-l",
                    "servingName=killed",
                    "--force",
                    "--grace-period=0",
                    "--wait=false"));

    // Each request was answered, by a pod or for it; the ingress counted the same answers.
    assertThat(report.failures()).extracting(LoadFailure::kind).containsOnly(FailureKind.STATUS);
    Map<Integer, Long> expected = new TreeMap<>(report.statuses());
    expected.merge(200, SIGNATURE, Long::sum);
    assertThat(logged(service, report.totals().sent() + SIGNATURE).byStatus()).isEqualTo(expected);
    assertThat(report.statuses().get(200)).isEqualTo(report.totals().ok());
    assertThat(ready(report)).anyMatch(replicas -> replicas < 3);
  }
}
