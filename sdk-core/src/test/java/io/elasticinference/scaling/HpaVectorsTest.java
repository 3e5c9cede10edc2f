package io.elasticinference.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kubernetes' own autoscaler, recorded: the simulator must do the same at the same moments. */
class HpaVectorsTest {

  static List<HpaVector> vectors() throws IOException {
    return HpaVector.all();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void run_doesAsTheRealController(HpaVector vector) {
    HpaRun run =
        HpaSimulator.run(
            vector.settings(), vector.initialReplicas(), vector.duration(), vector.metric());

    assertThat(run.changes()).isEqualTo(vector.events());
    assertThat(run.finalReplicas()).isEqualTo(vector.finalReplicas());
  }

  @Test
  void vectors_areNotEmpty() throws IOException {
    assertThat(vectors()).isNotEmpty();
    if (System.getProperty("hpa.vectors") == null) {
      assertThat(vectors()).hasSize(300);
    }
  }
}
