package io.elasticinference.it;

import static io.elasticinference.it.OssScene.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.testkit.fault.Fault;
import io.elasticinference.testkit.fault.FaultRule;
import io.elasticinference.testkit.oss.OssCredential;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks an upload in each way, runs it again, and lets the Python SDK judge what is there. */
@Timeout(60)
class UploadRerunIT {

  private static final int PARTS = 6;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "OSS_UPLOAD_PART_MIB", "1",
          "OSS_UPLOAD_CONCURRENCY", "1",
          "OSS_UPLOAD_ATTEMPTS", "2",
          "OSS_UPLOAD_TIMEOUT_SECONDS", "1");

  private static UploadJudge judge;
  @TempDir Path directory;
  private OssScene scene;

  @BeforeAll
  static void call() throws IOException {
    judge = new UploadJudge();
  }

  @AfterAll
  static void dismiss() throws IOException {
    judge.close();
  }

  @BeforeEach
  void start() throws IOException {
    scene = new OssScene(directory, SETTINGS);
    scene.file("variables/big 变量 a+b%20", PARTS * MIB - 1);
    scene.file("assets/vocab", 100);
    scene.file("assets/empty", 0);
    scene.file("saved_model.pb", 1000);
  }

  @AfterEach
  void stop() throws IOException {
    scene.close();
  }

  static Stream<Named<Function<FaultRule, Fault>>> faults() {
    return Stream.of(
        Named.of("reset", FaultRule::reset),
        Named.of("hang", rule -> rule.latency(Duration.ofSeconds(30))),
        Named.of("500", rule -> rule.status(500)),
        Named.of("503", rule -> rule.status(503)),
        Named.of("429", rule -> rule.status(429, Duration.ofMillis(1))));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void upload_goesOnWithTheLastPart_whenItBroke(Function<FaultRule, Fault> fault) throws Exception {
    Fault struck =
        fault.apply(scene.server().faults().always().when(r -> r.query().contains("partNumber=6")));
    assertThatThrownBy(scene::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("5 of 6 parts of variables/big")
        .extracting(e -> ((ModelUploadException) e).retryable())
        .isEqualTo(true);
    assertThat(struck.hits()).isEqualTo(2);

    assertThat(partsOfARerun()).isEqualTo(1);
  }

  @Test
  void upload_ends_whenTheAnswerToItsEndBroke() throws Exception {
    scene
        .server()
        .faults()
        .always()
        .when(r -> r.method().equals("POST") && r.query().startsWith("uploadId"))
        .status(500);
    assertThatThrownBy(scene::upload)
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining("6 of 6 parts");

    assertThat(partsOfARerun()).isZero();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void upload_isWhole_whenItsFirstRequestBroke(Function<FaultRule, Fault> fault) throws Exception {
    Fault struck =
        fault.apply(scene.server().faults().always().when(r -> r.query().startsWith("uploads")));
    assertThatThrownBy(scene::upload).isInstanceOf(ModelUploadException.class);
    assertThat(struck.hits()).isGreaterThanOrEqualTo(2);

    assertThat(partsOfARerun()).isEqualTo(PARTS);
  }

  @Test
  void upload_isWhole_whenTheAnswersBreakOff() throws Exception {
    scene.server().faults().always().when(r -> r.method().equals("POST")).truncate(20);
    assertThatThrownBy(scene::upload).isInstanceOf(ModelUploadException.class);

    partsOfARerun();
  }

  @ParameterizedTest
  @EnumSource(BadLink.Fault.class)
  void upload_sendsAgain_whatALinkBentOrCutOff(BadLink.Fault fault) throws Exception {
    try (BadLink link = new BadLink(scene.server().uri(), fault, 1);
        ModelStore store = scene.store(through(link))) {
      scene.upload(store);

      assertThat(link.struck()).isEqualTo(1);
    }
    judge.holds(scene);
  }

  @ParameterizedTest
  @EnumSource(BadLink.Fault.class)
  void upload_isWhole_whenALinkKeptBendingOrCutting(BadLink.Fault fault) throws Exception {
    try (BadLink link = new BadLink(scene.server().uri(), fault, 100);
        ModelStore store = scene.store(through(link))) {
      assertThatThrownBy(() -> scene.upload(store)).isInstanceOf(ModelUploadException.class);
    }

    // Another way to the same server is another endpoint: its checkpoint is not ours.
    Set<String> others = scene.openUploadIds();
    assertThat(others).hasSize(1);
    assertThat(partsOfARerun(others)).isEqualTo(PARTS);
  }

  private Map<String, String> through(BadLink link) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("OSS_ENDPOINT", link.uri().toString());
    return settings;
  }

  @Test
  void upload_goesOn_whenItsTokenExpired() throws Exception {
    OssCredential key = OssCredential.of("STS.it", "s");
    scene.server().accept(key.temporary("token", Instant.now().plusSeconds(600)));
    scene
        .server()
        .faults()
        .always()
        .when(
            r -> {
              if (r.query().contains("partNumber=6")) {
                scene.server().accept(key.temporary("token", Instant.now().minusSeconds(1)));
              }
              return false;
            })
        .reset();
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.it");
    settings.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s");
    settings.put("ALIBABA_CLOUD_SECURITY_TOKEN", "token");
    try (ModelStore store = scene.store(settings)) {
      assertThatThrownBy(() -> scene.upload(store))
          .isInstanceOf(ModelUploadException.class)
          .hasMessageContaining("security token as expired")
          .hasMessageContaining("5 of 6 parts")
          .hasMessageContaining("Run it again");
    }

    assertThat(partsOfARerun()).isEqualTo(1);
  }

  private int partsOfARerun() throws Exception {
    return partsOfARerun(Set.of());
  }

  /** Runs it again on a sound line. */
  private int partsOfARerun(Set<String> othersUploads) throws Exception {
    scene.server().faults().clear();
    assertThat(scene.store().find(OssScene.LOCATION).completeVersions()).isEmpty();
    PartRequests requests = PartRequests.countBut(scene.server(), othersUploads);
    scene.upload();
    requests.end();
    assertThat(scene.store().find(OssScene.LOCATION).completeVersions()).containsExactly(7L);
    if (othersUploads.isEmpty()) {
      judge.holds(scene);
      assertThat(scene.checkpoints()).isEmpty();
    } else {
      assertThat(scene.stored()).isEqualTo(scene.local());
    }
    return requests.seen();
  }
}
