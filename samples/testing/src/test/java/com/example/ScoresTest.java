package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.ModelUploadException;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.testkit.LocalCloudTest;
import io.elasticinference.testkit.LocalNamespace;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@LocalCloudTest
class ScoresTest {

  private final LocalNamespace namespace;
  private final Scores scores;

  ScoresTest(InferenceClient client, LocalNamespace namespace) {
    this.namespace = namespace;
    this.scores = new Scores(client, "localhost");
  }

  @Test
  void score_isWhatTheModelSays_onceItIsServed() throws Exception {
    InferenceService acme = scores.serve("acme", namespace.tinyModel());

    assertThat(scores.score(acme, 5)).isEqualTo(4.5); // half of 5, plus 2
  }

  @Test
  void score_asksAgain_whileTheIngressIsBusy() throws Exception {
    InferenceService acme = scores.serve("acme", namespace.tinyModel());

    namespace.gateway().faults().next(2).status(503);
    assertThat(scores.score(acme, 1)).isEqualTo(2.5);

    namespace.gateway().faults().next(3).status(503);
    assertThatThrownBy(() -> scores.score(acme, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void serve_saysWhatIsMissing_whenTheModelIsNotThere() {
    Model nowhere = Model.tensorflow("nowhere").from(namespace.location("nowhere"));

    assertThatThrownBy(() -> scores.serve("acme", nowhere))
        .isInstanceOf(ModelUploadException.class)
        .hasMessageContaining(namespace.location("nowhere"));
  }

  @Test
  void serve_getsMoreReplicas_underLoad() {
    InferenceService acme = scores.serve("acme", namespace.tinyModel());

    acme.stressTest(LoadProfile.constant(15).during(Duration.ofSeconds(15)));

    assertThat(acme.status().desiredReplicas()).isGreaterThan(1);
  }
}
