package io.elasticinference.k8s.internal.job;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PodSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningJobTest {
  private static final String CORE = "/api/v1/namespaces/default/";
  private static final String JOB = "/apis/batch/v1/namespaces/default/jobs/bert-load-1a2b3c";
  private static final String PROGRAM = CORE + "configmaps/bert-load-1a2b3c";
  private static final String INPUT = CORE + "secrets/bert-load-1a2b3c-";
  private static final String PODS = CORE + "pods";
  private static final Pattern DEADLINE =
      Pattern.compile("\\{\"spec\":\\{\"activeDeadlineSeconds\":(\\d+)}}");

  private final Jobs.Heard heard = new Jobs.Heard();
  private final Workers workers = new Workers();
  private final List<RunningJob> jobs = new ArrayList<>();
  private WireMockServer fake;
  private ApiServer server;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    fake.stubFor(any(anyUrl()).willReturn(ok("{\"metadata\":{\"uid\":\"theirs\"}}")));
    fake.stubFor(
        any(urlPathEqualTo(JOB))
            .willReturn(
                ok(
                    "{\"metadata\":{\"uid\":\"u1\",\"creationTimestamp\":\"2026-03-01T12:00:00Z\"}}")));
    pods();
  }

  @AfterEach
  void stop() {
    jobs.forEach(RunningJob::close);
    workers.close();
    server.close();
    fake.stop();
  }

  private static ResponseDefinitionBuilder ok(String body) {
    return aResponse().withStatus(200).withBody(body);
  }

  private void answers(String path, String body) {
    fake.stubFor(get(urlPathEqualTo(path)).willReturn(ok(body)));
  }

  private void pods(String... pods) {
    answers(PODS, "{\"items\":[" + String.join(",", pods) + "]}");
  }

  private RunningJob run(PodJob job) {
    RunningJob running = RunningJob.start(server, workers, job, heard);
    jobs.add(running);
    return running;
  }

  /** What was asked of the server, in order, without reading. */
  private List<String> changes() {
    return sent().filter(line -> !line.startsWith("GET")).toList();
  }

  private Stream<String> sent() {
    return fake.getAllServeEvents().stream()
        .map(event -> event.getRequest())
        .sorted(Comparator.comparing(request -> request.getLoggedDate().toInstant()))
        .map(request -> request.getMethod() + " " + request.getUrl().replaceAll("\\?.*", ""));
  }

  private List<String> bodies(String method, String path) {
    return fake.getAllServeEvents().stream()
        .map(event -> event.getRequest())
        .filter(request -> request.getMethod().getName().equals(method))
        .filter(request -> request.getUrl().replaceAll("\\?.*", "").equals(path))
        .map(request -> request.getBodyAsString())
        .toList();
  }

  @Test
  void start_makesTheJobFirst_whichOwnsTheRest() {
    RunningJob job = run(Jobs.plain());
    assertThat(changes())
        .containsExactly(
            "PATCH " + JOB, "PATCH " + PROGRAM, "PATCH " + INPUT + 0, "PATCH " + INPUT + 1);
    for (String path : List.of(PROGRAM, INPUT + 0, INPUT + 1)) {
      assertThat(bodies("PATCH", path))
          .singleElement()
          .asString()
          .contains("\"name\":\"bert-load-1a2b3c\",\"uid\":\"u1\"");
    }
    assertThat(bodies("PATCH", JOB).toString()).doesNotContain("first", "Zmlyc3Q");
    job.close();
  }

  @Test
  void start_deletesWhatItMade_whenAnObjectIsRefused() {
    fake.stubFor(
        patch(urlPathEqualTo(INPUT + 1))
            .willReturn(
                aResponse().withStatus(403).withBody(Fake.status(403, "Forbidden", "no secrets"))));

    assertThatThrownBy(() -> run(Jobs.plain()))
        .isInstanceOf(ApiFailure.class)
        .hasMessageContaining("no secrets");

    assertThat(changes().subList(4, 8))
        .containsExactly(
            "DELETE " + JOB, "DELETE " + PROGRAM, "DELETE " + INPUT + 0, "DELETE " + INPUT + 1);
    assertThat(bodies("DELETE", JOB)).singleElement().asString().contains("\"uid\":\"u1\"");
  }

  @Test
  void start_deletesNothing_whenTheJobItselfIsRefused() {
    fake.stubFor(
        patch(urlPathEqualTo(JOB))
            .willReturn(
                aResponse().withStatus(403).withBody(Fake.status(403, "Forbidden", "no jobs"))));

    assertThatThrownBy(() -> run(Jobs.plain())).isInstanceOf(ApiFailure.class);

    assertThat(changes()).containsExactly("PATCH " + JOB);
  }

  @Test
  void pods_areToldOf_fromTheFirstLookToTheLast() {
    String other = Jobs.running(1).replace("job-completion-index", "other");
    pods(Jobs.waiting(0), Jobs.waiting(1), other);
    answers(PODS + "/pod-0/log", "hello\n");
    answers(PODS + "/pod-0", Jobs.ended(0, 0, "Completed"));
    RunningJob job = run(Jobs.plain());
    assertThat(heard.all())
        .containsExactly(
            "pod-0 waits: ImagePullBackOff: no such image",
            "pod-1 waits: ImagePullBackOff: no such image");

    pods(Jobs.running(0));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(heard.all())
                    .contains("pod-0 said hello", "pod-0 ended", "pod-1 ended: its pod is gone"));
    job.close();
    assertThat(heard.all()).filteredOn(told -> told.contains("ended")).hasSize(2);
  }

  @Test
  void pods_thatAreNotEvenMade_waitForWhatRefusesThem() {
    pods(Jobs.waiting(0));
    answers(
        CORE + "events",
        "{\"items\":[{\"reason\":\"Other\",\"message\":\"no\"},{\"reason\":\"FailedCreate\","
            + "\"message\":\"exceeded quota: cpu\"}]}");
    RunningJob job = run(Jobs.plain());
    assertThat(heard.all())
        .containsExactly(
            "pod-0 waits: ImagePullBackOff: no such image",
            " waits: FailedCreate: exceeded quota: cpu");
    job.close();
    fake.verify(
        getRequestedFor(urlPathEqualTo(CORE + "events"))
            .withQueryParam("fieldSelector", equalTo("type=Warning,involvedObject.uid=u1")));
  }

  @Test
  void signal_reachesEveryPod_whoeverRefusesIt() {
    pods(Jobs.waiting(0), Jobs.waiting(1));
    fake.stubFor(
        patch(urlPathEqualTo(PODS + "/pod-0"))
            .willReturn(
                aResponse().withStatus(403).withBody(Fake.status(403, "Forbidden", "no pods"))));
    RunningJob job = run(Jobs.plain());
    job.signal("go");
    job.close();
    assertThat(bodies("PATCH", PODS + "/pod-1"))
        .containsExactly(
            "{\"metadata\":{\"annotations\":{\"elasticinference.io/signal\":\"go\"}}}");
  }

  @Test
  void close_deletesEverythingOnce_alsoWhenItWasStopped() {
    RunningJob job = run(Jobs.plain());
    job.stop();
    job.stop();
    assertThat(changes().subList(4, 5)).containsExactly("DELETE " + JOB);

    job.close();
    job.close();

    assertThat(changes().subList(4, changes().size()))
        .containsExactly(
            "DELETE " + JOB, "DELETE " + PROGRAM, "DELETE " + INPUT + 0, "DELETE " + INPUT + 1);
    assertThat(bodies("DELETE", PROGRAM)).singleElement().asString().contains("theirs");
  }

  @Test
  void deadline_movesOn_whileSomebodyLooksAfterTheJob() {
    RunningJob job = run(Jobs.of(PodSettings.of("temurin"), Duration.ofSeconds(3)));
    assertThat(bodies("PATCH", JOB))
        .singleElement()
        .asString()
        .contains("\"activeDeadlineSeconds\":4,");

    await().atMost(Duration.ofSeconds(20)).until(() -> bodies("PATCH", JOB).size() >= 3);
    job.close();
    List<Long> deadlines =
        bodies("PATCH", JOB).stream()
            .flatMap(body -> DEADLINE.matcher(body).results())
            .map(found -> Long.valueOf(found.group(1)))
            .sorted()
            .toList();
    assertThat(deadlines).hasSizeGreaterThanOrEqualTo(2).allMatch(seconds -> seconds >= 5);
    assertThat(deadlines.get(1)).isGreaterThan(deadlines.get(0));
  }
}
