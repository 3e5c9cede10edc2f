package io.elasticinference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.Autoscale;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.ElasticInference;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import io.elasticinference.preflight.Finding;
import io.elasticinference.preflight.PreflightReport;
import io.elasticinference.preflight.Severity;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.PreflightCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PreflightTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeCloud cloud = new FakeCloud();
  private final List<PreflightCheck> checks = new ArrayList<>();

  private static InferenceSpec bert() {
    return ElasticInference.builder()
        .name("bert")
        .model(Model.tensorflow("bert").from("oss://models/bert"))
        .autoscale(Autoscale.qps(10))
        .spec();
  }

  private PreflightReport run(Cluster.Provider provider, InferenceSpec spec, Duration patience) {
    Ports ports = new Ports(Environment.of(Map.of()), provider, cloud, cloud, cloud);
    return new Preflight(ports, patience).run(spec);
  }

  private PreflightReport run() {
    cluster.checks = checks;
    return run(cluster, bert(), Duration.ofSeconds(10));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(9, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void run_looksSideBySide() {
    CountDownLatch both = new CountDownLatch(2);
    for (String name : List.of("a", "b")) {
      checks.add(
          new PreflightCheck(
              name,
              () -> {
                both.countDown();
                await(both);
                return List.of(Finding.ok(name, "fine"));
              }));
    }
    assertThat(run().findings())
        .extracting(Finding::object)
        .containsExactly("a", "b", "Model store oss://models/bert");
  }

  @Test
  void run_putsTheWorstFirst_andSaysWhatToDo() {
    checks.add(new PreflightCheck("a", () -> List.of(Finding.warning("a", "x", "y", "Do z."))));
    checks.add(
        new PreflightCheck(
            "Thing b",
            () -> {
              throw new ClusterAccessException(
                  "Thing b: is shut (expected: open), request 1.", "Open it.", false, null);
            }));
    assertThat(run())
        .hasToString(
            """
            Preflight of service 'bert': 1 ok, 1 to be minded, 1 in the way
            ERROR    Thing b                        is shut, request 1
                                                    expected: open
                                                    fix: Open it.
            WARNING  a                              x
                                                    expected: y
                                                    fix: Do z.
            OK       Model store oss://models/bert  versions [1]
            """);
  }

  @Test
  @Timeout(10)
  void run_saysThatItWasInterrupted_andStaysSo() {
    checks.add(
        new PreflightCheck(
            "slow",
            () -> {
              await(new CountDownLatch(1));
              return List.of();
            }));
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            ElasticInferenceException.class, e -> assertThat(e.retryable()).isTrue())
        .hasMessage("Preflight: looking was interrupted (expected: to the end). Look again.");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @Timeout(10)
  void run_isBounded_andSaysWhatDidNotAnswer() {
    CountDownLatch interrupted = new CountDownLatch(1);
    checks.add(
        new PreflightCheck(
            "slow",
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
              }
              return List.of();
            }));
    cluster.checks = checks;
    PreflightReport report = run(cluster, bert(), Duration.ofMillis(300));
    assertThat(report.of(Severity.ERROR))
        .singleElement()
        .asString()
        .startsWith("ERROR slow: no answer within");
    await(interrupted);
  }

  @Test
  void run_throwsForNothing() {
    checks.add(
        new PreflightCheck(
            "broken",
            () -> {
              throw new IllegalStateException("oops");
            }));
    cloud.versions = List.of();
    InferenceSpec wrong =
        ElasticInference.builder()
            .name("under_score")
            .model(Model.tensorflow("bert").from("oss://models/bert"))
            .autoscale(Autoscale.qps(-1).replicas(0, 0))
            .spec();
    cluster.checks = checks;
    PreflightReport report = run(cluster, wrong, Duration.ofSeconds(10));

    assertThat(report.ok()).isFalse();
    assertThat(report.findings())
        .extracting(Finding::object)
        .contains(
            "broken",
            "Specification, name",
            "Specification, autoscale.min",
            "Specification, autoscale.qps",
            "Model store oss://models/bert");
  }

  @Test
  void run_findsThatThereIsNoClusterAtAll() {
    Cluster.Provider nowhere =
        new Cluster.Provider() {
          @Override
          public io.elasticinference.spi.Renderer renderer() {
            return cluster;
          }

          @Override
          public Cluster connect(
              Environment environment, List<io.elasticinference.spi.Connection> connections) {
            throw new ClusterAccessException(
                "no cluster found (expected: one)", "Set KUBECONFIG.", false, null);
          }
        };
    assertThat(run(nowhere, bert(), Duration.ofSeconds(10)).of(Severity.ERROR))
        .singleElement()
        .hasToString("ERROR Cluster: no cluster found (expected: one). Set KUBECONFIG.");
  }
}
