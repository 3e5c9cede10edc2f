package io.elasticinference.k8s.internal.job;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.k8s.internal.api.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogReaderTest {
  private static final String POD = "/api/v1/namespaces/default/pods/pod-0";
  private static final String LOG = POD + "/log";

  private final Jobs.Heard heard = new Jobs.Heard();
  private WireMockServer fake;
  private ApiServer server;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
  }

  @AfterEach
  void stop() {
    server.close();
    fake.stop();
  }

  private static ResponseDefinitionBuilder ok(String body) {
    return aResponse().withStatus(200).withBody(body);
  }

  /** Answers these in turn, the last one for ever. */
  private void answers(String path, ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      fake.stubFor(
          get(urlPathEqualTo(path))
              .inScenario(path)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : Integer.toString(i))
              .willSetStateTo(
                  answers.length == 1
                      ? Scenario.STARTED
                      : Integer.toString(Math.min(i + 1, answers.length - 1)))
              .willReturn(answers[i]));
    }
  }

  private LogReader reader() {
    return reader(server);
  }

  private LogReader reader(ApiServer from) {
    return new LogReader(from, new PodView(Json.read(Jobs.running(0))), heard);
  }

  @Test
  void run_tellsAllLines_andThenTheEnd() {
    answers(LOG, ok("one\ntwo\n\u4e09"));
    answers(POD, ok(Jobs.running(0)), ok(Jobs.ended(0, 0, "Completed")));

    reader().run();

    assertThat(heard.all())
        .containsExactly("pod-0 said one", "pod-0 said two", "pod-0 said \u4e09", "pod-0 ended");
  }

  @Test
  void run_readsFromTheFirstLineAgain_whenTheConnectionIsCut() throws Exception {
    answers(POD, ok(Jobs.ended(0, 0, "Completed")));
    try (GrowingLog log = new GrowingLog(fake.port())) {
      log.cutAfter("one\ntw");
      log.whole("one\ntwo\n");

      reader(log.server()).run();
    }
    assertThat(heard.all())
        .containsExactly("pod-0 said one", "pod-0 said one", "pod-0 said two", "pod-0 ended");
  }

  @Test
  void run_triesAgain_whenTheLogIsNotToBeHadNow() {
    answers(
        LOG,
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withStatus(502).withBody(Fake.status(502, "BadGateway", "kubelet")),
        ok("one\n"));
    answers(POD, ok(Jobs.ended(0, 0, "Completed")));

    reader().run();

    assertThat(heard.all()).containsExactly("pod-0 said one", "pod-0 ended");
  }

  @Test
  void run_saysHowThePodFailed() {
    answers(LOG, ok(""));
    answers(POD, ok(Jobs.ended(0, 137, "OOMKilled")));
    reader().run();
    answers(POD, ok(Jobs.ended(0, 1, "Error")));
    reader().run();
    answers(POD, ok(Jobs.evicted(0)));
    reader().run();

    assertThat(heard.all())
        .containsExactly(
            "pod-0 ended: exit code 137 (OOMKilled)",
            "pod-0 ended: exit code 1",
            "pod-0 ended: Evicted: The node was low on memory.");
  }

  @Test
  void run_saysThatThePodIsGone() {
    answers(LOG, aResponse().withStatus(404).withBody(Fake.status(404, "NotFound", "gone")));
    answers(POD, aResponse().withStatus(404).withBody(Fake.status(404, "NotFound", "gone")));

    reader().run();

    assertThat(heard.all()).containsExactly("pod-0 ended: its pod is gone");
  }

  @Test
  void run_givesUpAtOnce_whenTheLogMayNotBeRead() {
    answers(LOG, aResponse().withStatus(403).withBody(Fake.status(403, "Forbidden", "no log")));

    reader().run();

    assertThat(heard.all()).hasSize(1);
    assertThat(heard.all().get(0)).startsWith("pod-0 ended: its log cannot be read: ");
  }

  @Test
  void close_endsTheReading_andNothingMoreIsTold() throws Exception {
    try (GrowingLog log = new GrowingLog(fake.port())) {
      log.endless("a\n");
      LogReader reader = reader(log.server());
      CompletableFuture<Void> reading = CompletableFuture.runAsync(reader);
      await().atMost(Duration.ofSeconds(10)).until(() -> !heard.all().isEmpty());

      reader.close();

      reading.get(10, TimeUnit.SECONDS);
    }
    assertThat(heard.all()).containsExactly("pod-0 said a");
  }
}
