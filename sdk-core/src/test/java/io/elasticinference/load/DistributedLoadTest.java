package io.elasticinference.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PodSettings;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DistributedLoadTest {
  private static final LoadTarget TARGET = LoadTarget.of(URI.create("http://10.0.0.7/v1"));
  private static final DistributedLoad PLAIN =
      LoadProfile.constant(40).during(Duration.ofMinutes(4)).distributed(8);

  private final List<PodJob> jobs = new ArrayList<>();

  /** A cluster that writes down the job that it is to run, and refuses it. */
  private Cluster refusing() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> {
              jobs.add((PodJob) arguments[0]);
              throw new IllegalStateException("refused");
            });
  }

  private PodJob job(DistributedLoad load, String service) {
    assertThatThrownBy(
            () -> load.start(TARGET, refusing(), "production", service, LoadListener.none()))
        .hasMessage("refused");
    return jobs.get(jobs.size() - 1);
  }

  @Test
  void settings_areAllKept_whateverIsSetAfter() {
    DistributedLoad load =
        PLAIN
            .workerImage("registry.example.com/temurin:17")
            .imagePullSecret("one")
            .imagePullSecret("two")
            .podResources(2.5, 2_048)
            .podLabel("a", "1")
            .podAnnotation("b", "2")
            .nodeSelector("c", "3")
            .toleration("d")
            .startWithin(Duration.ofSeconds(33))
            .unattendedFor(Duration.ofSeconds(44))
            .ingressAddress("ingress.kube-system:8080")
            .request(LoadRequest.post("[]"));

    assertThat(load.podSettings())
        .isEqualTo(
            new PodSettings(
                "registry.example.com/temurin:17",
                List.of("one", "two"),
                2.5,
                2_048,
                Map.of("a", "1"),
                Map.of("b", "2"),
                Map.of("c", "3"),
                List.of("d")));
    assertThat(load.startWithin()).isEqualTo(Duration.ofSeconds(33));
    assertThat(load.unattendedFor()).isEqualTo(Duration.ofSeconds(44));
    assertThat(load.ingressAddress()).hasValue("ingress.kube-system:8080");
    assertThat(load.profile().request().orElseThrow().method()).isEqualTo("POST");
    assertThat(load.workers()).isEqualTo(8);
    assertThat(PLAIN.podSettings()).isEqualTo(PodSettings.of(DistributedLoad.DEFAULT_IMAGE));
    assertThat(PLAIN.unattendedFor()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void start_asksTheClusterForAJob() {
    PodJob job = job(PLAIN.unattendedFor(Duration.ofSeconds(44)).podLabel("a", "1"), "bert");

    assertThat(job.namespace()).isEqualTo("production");
    assertThat(job.name()).matches("bert-load-[0-9a-z]{6}");
    assertThat(job.service()).isEqualTo("bert");
    assertThat(job.pods()).isEqualTo(8);
    assertThat(job.settings().labels()).containsExactly(Map.entry("a", "1"));
    assertThat(job.lease()).isEqualTo(Duration.ofSeconds(44));
    assertThat(job.deadline()).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(10));
    assertThat(job.program()).hasSize(1);
    assertThat(job.command().get(0)).isEqualTo("java");
    assertThat(job(PLAIN, "bert").name()).as("a name of its own").isNotEqualTo(job.name());
    assertThat(job(PLAIN, "b".repeat(63)).name()).hasSizeLessThanOrEqualTo(52);
    assertThat(job.toString())
        .isEqualTo(
            "PodJob[production/"
                + job.name()
                + ", 8 pods of "
                + DistributedLoad.DEFAULT_IMAGE
                + "]");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal(() -> LoadProfile.constant(1).distributed(0), "workers: 0 (expected: 1 to 200)"),
        refusal(() -> LoadProfile.constant(1).distributed(201), "workers: 201 "),
        refusal(() -> PLAIN.workerImage("a b"), "workerImage: a b (expected: an image's name)"),
        refusal(() -> PLAIN.podResources(0, 512), "cpus: 0.0 (expected: 0.1 to 64)"),
        refusal(() -> PLAIN.podResources(Double.NaN, 512), "cpus: NaN "),
        refusal(() -> PLAIN.podResources(1, 64), "memoryMiB: 64 (expected: 128 to 262144)"),
        refusal(() -> PLAIN.startWithin(Duration.ofMillis(999)), "startWithin: PT0.999S "),
        refusal(
            () -> PLAIN.unattendedFor(Duration.ofSeconds(4)),
            "unattendedFor: PT4S (expected: at least five seconds)"),
        refusal(() -> PLAIN.unattendedFor(Duration.ofHours(1)), "unattendedFor: PT1H "),
        refusal(() -> PLAIN.ingressAddress("host"), "ingressAddress: host (expected: host:port)"),
        refusal(
            () -> PLAIN.trust(List.of()), "authorities: [] (expected: at least one certificate)"));
  }

  private static Arguments refusal(Runnable setting, String message) {
    return Arguments.of(message, setting);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void settings_areRefused_whenOutOfRange(String message, Runnable setting) {
    assertThatThrownBy(setting::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void start_refusesToTrustAServerWithoutTls_beforeAnythingIsMade(@TempDir Path folder)
      throws Exception {
    DistributedLoad load =
        PLAIN.trust(List.of(SelfSigned.of("dns:test.example.com", folder).certificate()));

    assertThatThrownBy(
            () -> load.start(TARGET, refusing(), "production", "bert", LoadListener.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("(expected: https, to be trusted in a way of its own)");
    assertThat(jobs).isEmpty();
  }
}
