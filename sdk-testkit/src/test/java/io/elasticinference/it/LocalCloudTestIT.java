package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.InferenceClient;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudTest;
import io.elasticinference.testkit.LocalNamespace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What tests of other applications get of the local cloud: those in {@link UsersTests}. */
@LocalCloudTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalCloudTestIT {

  private final LocalCloud cloud;
  private final Kubectl kubectl;

  LocalCloudTestIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  private static EngineExecutionResults run(Map<String, String> settings, Class<?>... tests) {
    UsersTests.seen.clear();
    return EngineTestKit.engine("junit-jupiter")
        .selectors(
            Stream.of(tests).map(DiscoverySelectors::selectClass).toArray(DiscoverySelector[]::new))
        .configurationParameters(settings)
        .execute();
  }

  private static List<String> failures(EngineExecutionResults results) {
    return results.allEvents().failed().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .map(LocalCloudTestIT::withCauses)
        .toList();
  }

  private static String withCauses(Throwable thrown) {
    return thrown.getCause() == null ? "" + thrown : thrown + "\n" + withCauses(thrown.getCause());
  }

  /** It takes longest, so its namespace goes while the others run. */
  @BeforeAll
  static void leaveAFinalizerBehind(LocalCloud cloud) {
    assertThat(failures(run(Map.of(), UsersTests.LeavesAFinalizer.class))).isEmpty();
    UsersTests.held = UsersTests.namespaceOf("held");
    assertThat(UsersTests.cloudOf("held")).isSameAs(cloud);
  }

  @Test
  @Order(1)
  void tests_haveACloudInCommonAndTheRestOfTheirOwn_whenTheyRunSideBySide() {
    EngineExecutionResults results =
        run(
            Map.of(
                "junit.jupiter.execution.parallel.enabled", "true",
                "junit.jupiter.execution.parallel.mode.default", "concurrent",
                "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
                "junit.jupiter.execution.parallel.config.strategy", "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
            UsersTests.Predicts.class,
            UsersTests.PredictsToo.class);

    assertThat(failures(results)).isEmpty();
    results.testEvents().assertStatistics(stats -> stats.succeeded(4));
    assertThat(UsersTests.seen).hasSize(4);
    assertThat(UsersTests.seen.values()).extracting(UsersTests.Seen::cloud).containsOnly(cloud);
    Set<String> namespaces = namespaces();
    assertThat(namespaces).hasSize(4);
    for (String namespace : namespaces) {
      assertThat(kubectl.run("get", "pods", "-n", namespace, "-o", "name")).isEmpty();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> kubectl.run("get", "namespace", namespace, "--ignore-not-found").isEmpty());
      assertThat(kubectl.run("get", "pv", "-o", "name")).doesNotContain(namespace);
    }
  }

  private static Set<String> namespaces() {
    return UsersTests.seen.values().stream()
        .map(UsersTests.Seen::namespace)
        .collect(Collectors.toSet());
  }

  @Test
  @Order(2)
  void tests_shareTheNamespaceOfTheirClass_whenTheClassAsksForIt() {
    EngineExecutionResults results =
        run(Map.of(), UsersTests.OneInstance.class, UsersTests.BeforeAllOfThem.class);

    assertThat(failures(results)).isEmpty();
    results.testEvents().assertStatistics(stats -> stats.succeeded(5));
    assertThat(UsersTests.seen.get("first")).isEqualTo(UsersTests.seen.get("second"));
    assertThat(UsersTests.seen.get("first")).isEqualTo(UsersTests.seen.get("nested"));
    assertThat(UsersTests.seen.get("third")).isEqualTo(UsersTests.seen.get("fourth"));
    assertThat(namespaces()).hasSize(2);
  }

  @Test
  @Order(2)
  void tests_haveANamespaceEach_whenTheirConstructorAsksForIt() {
    EngineExecutionResults results = run(Map.of(), UsersTests.InstanceEach.class);

    assertThat(failures(results)).isEmpty();
    assertThat(namespaces()).hasSize(4);
    assertThat(UsersTests.namespaceOf("outer")).startsWith("outer-");
  }

  @Test
  @Order(2)
  void failure_isExplainedOnStandardError_whenATestFails() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      EngineExecutionResults results = run(Map.of(), UsersTests.Fails.class);
      assertThat(failures(results)).hasSize(2).anyMatch(text -> text.contains("ImagePullBackOff"));
      results.testEvents().assertStatistics(stats -> stats.failed(2).aborted(1));
    } finally {
      System.setErr(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    String namespace = UsersTests.namespaceOf("missing image");
    assertThat(text)
        .contains("local cloud: missingImage(InferenceClient, LocalNamespace, LocalCloud) failed.")
        .contains("Namespace " + namespace)
        .contains("half-plus-two-1: 0/1 ready")
        .contains("ImagePullBackOff")
        .contains("Warning  Pod/half-plus-two-1-tensorflow-serving")
        .contains("POST localhost/nowhere: 404")
        .contains("no ingress has this host and path");
    assertThat(text).contains("local cloud: beforeEachFails() failed.");
    assertThat(text).doesNotContain("local cloud: aborts");
    assertThat(text.split("failed\\. Namespace", -1)).hasSize(3);
  }

  @Test
  @Order(2)
  void failure_isTheTests_whenItsNamespaceCannotBeRemoved() {
    EngineExecutionResults results = run(Map.of(), UsersTests.ForbidsItsRemoval.class);

    String namespace = UsersTests.namespaceOf("forbids");
    kubectl.run("delete", "validatingadmissionpolicybinding", namespace);
    kubectl.run("delete", "validatingadmissionpolicy", namespace);
    assertThat(failures(results))
        .singleElement()
        .asString()
        .contains("Namespace '" + namespace + "' of ForbidsItsRemoval.forbids")
        .contains("the namespace could not be removed (expected: gone after the test)")
        .contains("this one stays");
    await()
        .until(
            () ->
                kubectl.attempt("", "delete", "namespace", namespace, "--wait=false").exitCode()
                    == 0);
  }

  @Test
  @Order(2)
  void cloud_isStartedOnceAndNotAgain_whenItCannotBeStarted() {
    EngineExecutionResults results = run(Map.of(), UsersTests.CannotStart.class);

    assertThat(failures(results)).hasSize(2).allMatch(text -> text.contains("no such setting"));
    assertThat(UsersTests.attempts).hasValue(1);
  }

  @Test
  @Order(2)
  void cloud_isAnotherAndClosedAfterTheRun_whenTheSettingsAreOthers() {
    Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());

    EngineExecutionResults results = run(Map.of(), UsersTests.WithoutAdapter.class);

    assertThat(failures(results)).isEmpty();
    assertThat(UsersTests.cloudOf("without adapter")).isNotSameAs(cloud);
    assertThat(ProcessHandle.current().descendants().filter(each -> !before.contains(each)))
        .isEmpty();
  }

  @Test
  @Order(3)
  void namespace_goes_whenATestLeftAFinalizerBehind() {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> kubectl.run("get", "namespace", UsersTests.held, "--ignore-not-found").isEmpty());
  }

  @Test
  @Order(4)
  void shared_isTheCloudOfTheTests_whenSomebodyElseAsksForIt() {
    assertThat(LocalCloud.shared()).isSameAs(cloud);
  }

  @Test
  @Order(3)
  void client_knowsTheNamespace_whenATestAsksForIt(
      InferenceClient client, LocalNamespace namespace) {
    assertThat(client.namespace()).isEqualTo(namespace.name());
    assertThat(client.list()).isEmpty();
    assertThat(namespace.name()).startsWith("client-knowsthe");
    assertThat(namespace.toString()).contains(namespace.name());
  }
}
