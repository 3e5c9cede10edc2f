package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInference;
import io.elasticinference.Framework;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.Problem;
import io.elasticinference.ScalingCause;
import io.elasticinference.ScalingExplanation;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Why a service does not scale, told of a real autoscaler. Each test writes its log lines to a log
 * store of its own, second by second, since the ingress's own holds those of all tests.
 */
@ExtendWith(LocalCloudExtension.class)
class ExplainIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final LocalCloud cloud;
  private final Kubectl kubectl;
  private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
  private volatile int requestsPerSecond;
  private InferenceClient client;
  private TestNamespace namespace;
  private InferenceBuilder bert;

  ExplainIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @BeforeEach
  void prepare() {
    client = InferenceClient.builder().environment(cloud.environment()).build();
    namespace = new TestNamespace(kubectl, "explain");
    cloud.sls().createLogstore(project(), namespace.name());
    bert =
        ElasticInference.builder()
            .client(client)
            .name("bert")
            .namespace(namespace.name())
            .version("v1")
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("../samples/models/chnsenticorp"))
                    .to("oss://models/explain/chnsenticorp"))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(10).replicas(1, 2).logstore(namespace.name()));
  }

  @AfterEach
  void clean() {
    writer.shutdownNow();
    client.close();
    namespace.close();
  }

  private String project() {
    return "k8s-log-" + cloud.environment().get(Environment.ACK_CLUSTER_ID);
  }

  private void log(String route, int count) {
    Map<String, String> row =
        Map.of("proxy_upstream_name", route, "status", "200", "request_time", "0.01");
    cloud.sls().append(project(), namespace.name(), Instant.now(), Collections.nCopies(count, row));
  }

  /** From now on the service has as many requests each second as the field says. */
  private void logEachSecond() {
    String route =
        new ServiceNames(namespace.name(), "bert", "v1", Framework.TENSORFLOW).route().toString();
    ScheduledFuture<?> unused =
        writer.scheduleAtFixedRate(
            () -> {
              log("others-x-80", 1);
              if (requestsPerSecond > 0) {
                log(route, requestsPerSecond);
              }
            },
            0,
            1,
            TimeUnit.SECONDS);
  }

  private ScalingExplanation awaitCause(InferenceService service, ScalingCause cause) {
    return Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> service.autoscaling().explain(), explanation -> explanation.cause() == cause);
  }

  @Test
  void explain_tellsEachStation_ofAServiceFromNoLogToItsMaximumAndBack() {
    InferenceService service = bert.deploy();
    service.awaitReady(SOON);

    ScalingExplanation empty = awaitCause(service, ScalingCause.LOG_EMPTY);
    assertThat(empty.sentence()).contains(project() + "/" + namespace.name());
    assertThat(empty.asAdapterSeesIt()).hasSize(1);

    logEachSecond();
    ScalingExplanation idle = awaitCause(service, ScalingCause.NO_TRAFFIC);
    assertThat(idle.sentence()).contains("minimum of 1 replica");

    requestsPerSecond = 100;
    awaitCause(service, ScalingCause.AT_MAXIMUM);
    // The adapter's window fills second by second; with less than all of it, less is wanted.
    ScalingExplanation most =
        Awaitility.await()
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> service.autoscaling().explain(),
                seen -> seen.wanted().equals(OptionalInt.of(10)));
    assertThat(most.cause()).isEqualTo(ScalingCause.AT_MAXIMUM);
    assertThat(most.sentence()).contains("maximum of 2 replicas", "is 100 in all");
    assertThat(most.scaling().orElseThrow().currentReplicas()).isEqualTo(2);
    assertThat(service.autoscaling().history())
        .anySatisfy(event -> assertThat(event.reason()).isEqualTo("SuccessfulRescale"));

    requestsPerSecond = 21;
    ScalingExplanation near = awaitCause(service, ScalingCause.WITHIN_TOLERANCE);
    assertThat(near.sentence()).contains("(it is 5.00 % above)");

    namespace.kubectl(
        "patch",
        "hpa",
        "bert-v1-tensorflow-serving",
        "--type=merge",
        "-p",
        "{\"spec\":{\"behavior\":{\"scaleDown\":{\"stabilizationWindowSeconds\":60}}}}");
    requestsPerSecond = 3;
    ScalingExplanation waits = awaitCause(service, ScalingCause.STABILIZING);
    assertThat(waits.wanted()).hasValue(1);
    assertThat(waits.sentence()).contains("so for 1.00 min; by the log, that is about");
    assertThat(waits.until().orElseThrow())
        .isBetween(Instant.now().plusSeconds(30), Instant.now().plusSeconds(75));

    namespace.kubectl(
        "autoscale", "deployment", "bert-v1-tensorflow-serving", "--name=mine", "--max=3");
    assertThat(awaitCause(service, ScalingCause.SEVERAL_AUTOSCALERS).sentence())
        .contains("'mine' (somebody else's)");
    namespace.kubectl("delete", "hpa", "mine");

    namespace.kubectl("scale", "deployment", "bert-v1-tensorflow-serving", "--replicas=0");
    awaitCause(service, ScalingCause.SCALED_TO_ZERO);

    namespace.kubectl("delete", "hpa", "bert-v1-tensorflow-serving");
    awaitCause(service, ScalingCause.NO_AUTOSCALER);
    service.delete();
    awaitCause(service, ScalingCause.NOT_DEPLOYED);
  }

  @Test
  void explain_tellsWhyPodsCannotStart_andWhatIsWrongWithTheLog() {
    InferenceService service = bert.gpuSpec("ecs.out-of-stock.xlarge").gpus(1).deploy();
    requestsPerSecond = 15;
    logEachSecond();

    ScalingExplanation pods = awaitCause(service, ScalingCause.PODS_CANNOT_START);
    assertThat(pods.problems()).extracting(Problem::kind).contains(Problem.Kind.OUT_OF_STOCK);
    assertThat(pods.sentence()).contains("0 answer: the others cannot start, Pod");
    assertThat(pods.hint()).contains("Add a fallback: gpuSpec(");

    InferenceService lost = bert.autoscale(qps(10).logstore("no-such-store")).deploy();
    ScalingExplanation unreadable = awaitCause(lost, ScalingCause.LOG_UNREADABLE);
    assertThat(unreadable.sentence()).contains("no log store 'no-such-store'");
    assertThat(unreadable.hint()).contains(".logstore(");
    assertThat(List.copyOf(unreadable.asAdapterSeesIt())).isEmpty();
  }

  @Test
  void explain_tellsThatTheAdapterIsSilent() {
    InferenceService service = bert.deploy();
    cloud.metricsAdapter().orElseThrow().faults().always().status(503);
    try {
      awaitCause(service, ScalingCause.ADAPTER_SILENT);
    } finally {
      cloud.metricsAdapter().orElseThrow().faults().clear();
    }
  }
}
