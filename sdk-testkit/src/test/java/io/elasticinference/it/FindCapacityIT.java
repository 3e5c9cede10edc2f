package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacitySearch;
import io.elasticinference.load.CapacityWindow;
import io.elasticinference.load.LoadListener;
import io.elasticinference.scaling.Slo;
import io.elasticinference.testkit.LocalCloud;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Finds the capacity of model servers that have a known one: two at a time, 40 ms each. */
@Timeout(180)
class FindCapacityIT {
  private static final double REAL = 2 / 0.040;

  @Test
  void findCapacity_isTheModelServersOwn_withinTwoPercent() {
    try (LocalCloud cloud = LocalCloud.options().capacity(Duration.ofMillis(40), 2).start();
        InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build()) {
      InferenceService service =
          ElasticInference.builder()
              .client(client)
              .name("bert-tfserving")
              .model(
                  Model.tensorflow("chnsenticorp")
                      .upload(Path.of("../samples/models/chnsenticorp"))
                      .to("oss://models/tensorflow/chnsenticorp"))
              .replicas(1)
              .ingress("test.example.com")
              .deploy();
      service.awaitReady(Duration.ofMinutes(1));

      CapacityFound found =
          service.findCapacity(
              CapacitySearch.within(Slo.p99(Duration.ofMillis(300))).window(Duration.ofSeconds(1)),
              LoadListener.none());

      assertThat(found.rate()).as(found.toString()).isCloseTo(REAL, Percentage.withPercentage(2));
      assertThat(found.saturation())
          .as(found.toString())
          .isCloseTo(REAL, Percentage.withPercentage(2));
      assertThat(found.windows()).extracting(CapacityWindow::replicas).containsOnly(1);
      assertThat(found.targetQps()).isBetween(REAL / 1.15, REAL / 1.1);
    }
  }
}
