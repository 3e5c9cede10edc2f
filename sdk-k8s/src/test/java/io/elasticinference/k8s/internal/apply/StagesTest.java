package io.elasticinference.k8s.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.k8s.internal.render.ObjectRenderer;
import io.elasticinference.k8s.internal.render.Services;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagesTest {

  private static List<List<String>> kinds(boolean workloadIsThere) {
    return Stages.of(new ObjectRenderer().render(Services.tutorial()), workloadIsThere).stream()
        .map(stage -> stage.stream().map(manifest -> manifest.object().kind()).toList())
        .toList();
  }

  @Test
  void of_putsEachBehindWhatItNeeds_whenNothingIsThere() {
    assertThat(kinds(false))
        .containsExactly(
            List.of("Secret", "ConfigMap", "ConfigMap", "Service"),
            List.of("PersistentVolume", "Ingress"),
            List.of("PersistentVolumeClaim"),
            List.of("Deployment"),
            List.of("HorizontalPodAutoscaler"));
  }

  @Test
  void of_letsOnlyTheWorkloadWait_whenItIsThere() {
    assertThat(kinds(true))
        .hasSize(2)
        .element(1)
        .isEqualTo(List.of("Deployment", "HorizontalPodAutoscaler"));
  }
}
