package io.elasticinference.aliyun.internal.eci;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.Burst;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import io.elasticinference.aliyun.internal.Specs;
import io.elasticinference.spi.Placement;
import io.elasticinference.spi.PodPlacement;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EciPlacementTest {

  private static final String T4 = "ecs.gn6i-c4g1.xlarge";

  private final EciPlacement placement = new EciPlacement();

  @Test
  void place_writesTheTutorialsAnnotationsAndTheNewerLabel_whenElasticOnly() {
    PodPlacement placed = placement.place(Specs.on(Burst.ECI_ONLY, null, T4));

    assertThat(placed.annotations())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "alibabacloud.com/burst-resource", "eci_only", "k8s.aliyun.com/eci-use-specs", T4));
    assertThat(placed.labels()).containsExactly(Map.entry("alibabacloud.com/eci", "true"));
    assertThat(placed.limits()).containsExactly(Map.entry("nvidia.com/gpu", 1L));
  }

  @Test
  void place_writesNoLabel_whenElasticInstancesAreTheReserve() {
    PodPlacement placed = placement.place(Specs.on(Burst.ECI, null, T4, "ecs.gn6i-c8g1.2xlarge"));

    assertThat(placed.annotations())
        .containsEntry("alibabacloud.com/burst-resource", "eci")
        .containsEntry("k8s.aliyun.com/eci-use-specs", T4 + ",ecs.gn6i-c8g1.2xlarge");
    assertThat(placed.labels()).isEmpty();
  }

  @Test
  void place_writesNothingButTheLimit_whenOnClusterNodes() {
    assertThat(placement.place(Specs.on(Burst.NONE, 2)))
        .isEqualTo(new PodPlacement(Map.of(), Map.of(), Map.of("nvidia.com/gpu", 2L)));
  }

  @Test
  void place_asksForNoGpu_whenNoneIsSaid() {
    assertThat(placement.place(Specs.on(Burst.ECI_ONLY, null)).limits()).isEmpty();
    assertThat(placement.place(Specs.on(Burst.ECI_ONLY, 0, "ecs.c6.xlarge")).limits()).isEmpty();
  }

  @Test
  void place_takesTheCallersNumber_whenTheTypeIsNotKnown() {
    InferenceSpec spec = Specs.on(Burst.ECI_ONLY, 2, "ecs.gn8is-c32g2.8xlarge");

    assertThat(placement.validate(spec)).isEmpty();
    assertThat(placement.place(spec).limits()).containsEntry("nvidia.com/gpu", 2L);
  }

  @ParameterizedTest
  @CsvSource({
    "ecs.gn5i-c8g1.2xlarge, 1", "ecs.gn6i-c24g1.12xlarge, 2", "ecs.gn6i-c24g1.24xlarge, 4",
    "ecs.gn6v-c8g1.16xlarge, 8", "ecs.gn6e-c12g1.12xlarge, 4", "ecs.gn7-c13g1.26xlarge, 8",
    "ecs.gn7i-c8g1.2xlarge, 1"
  })
  void place_takesTheTypesNumber_whenKnown(String type, long gpus) {
    assertThat(placement.place(Specs.on(Burst.ECI_ONLY, null, type)).limits())
        .containsEntry("nvidia.com/gpu", gpus);
  }

  @Test
  void known_holdsAllRowsWellFormed() {
    assertThat(GpuSpecs.known()).hasSize(21);
    assertThat(GpuSpecs.known().keySet()).allMatch(GpuSpecs::wellFormed);
  }

  @Test
  void validate_findsNothing_whenFiveTypesHaveTheSameGpus() {
    assertThat(
            placement.validate(
                Specs.on(
                    Burst.ECI,
                    null,
                    T4,
                    "ecs.gn6i-c8g1.2xlarge",
                    "ecs.gn6i-c16g1.4xlarge",
                    "ecs.gn5i-c4g1.xlarge",
                    "ecs.gn7i-c8g1.2xlarge")))
        .isEmpty();
  }

  @Test
  void validate_refusesSixTypes() {
    assertThat(
            placement.validate(
                Specs.on(
                    Burst.ECI,
                    null,
                    T4,
                    "ecs.gn6i-c8g1.2xlarge",
                    "ecs.gn6i-c16g1.4xlarge",
                    "ecs.gn5i-c4g1.xlarge",
                    "ecs.gn5i-c8g1.2xlarge",
                    "ecs.gn7i-c8g1.2xlarge")))
        .singleElement()
        .hasToString("gpuSpec: 6 instance types (expected: at most 5, which are tried in order)");
  }

  @Test
  void validate_saysToGiveTheNumber_whenTheTypeIsNotKnown() {
    assertThat(placement.validate(Specs.on(Burst.ECI_ONLY, null, "ecs.gn8is-c32g2.8xlarge")))
        .singleElement()
        .extracting(Violation::toString)
        .asString()
        .startsWith("gpuSpec: ecs.gn8is-c32g2.8xlarge, whose GPUs are not known")
        .contains("gpus(n)");
  }

  @Test
  void validate_refusesTypesWithDifferentGpus_whenNoNumberIsGiven() {
    InferenceSpec spec = Specs.on(Burst.ECI_ONLY, null, T4, "ecs.gn6i-c24g1.12xlarge");

    assertThat(placement.validate(spec))
        .singleElement()
        .extracting(Violation::toString)
        .asString()
        .contains("[1, 2] GPUs");
    assertThat(placement.validate(Specs.on(Burst.ECI_ONLY, 1, T4, "ecs.gn6i-c24g1.12xlarge")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gn6i-c4g1.xlarge",
        "ecs.gn6i-c4g1",
        "ecs.gn6i-c4g1.xlarge,ecs.c6.large",
        "ECS.gn6i-c4g1.xlarge",
        "ecs.gn6i c4g1.xlarge",
        "ecs.gn6i-c4g1.xxlarge\n"
      })
  void validate_refusesWhatIsNoTypesName(String name) {
    assertThat(placement.validate(Specs.on(Burst.ECI_ONLY, null, name)))
        .singleElement()
        .hasToString(
            "gpuSpec: \"" + name + "\" (expected: an instance type like ecs.gn6i-c4g1.xlarge)");
  }

  @Test
  void validate_refusesMoreGpusThanTheTypeHas() {
    assertThat(placement.validate(Specs.on(Burst.ECI_ONLY, 2, T4)))
        .singleElement()
        .hasToString("gpus: 2 (expected: <= 1, as " + T4 + " has)");
  }

  @Test
  void validate_refusesNegativeGpus() {
    assertThat(placement.validate(Specs.on(Burst.NONE, -1)))
        .singleElement()
        .hasToString("gpus: -1 (expected: >= 0)");
  }

  @Test
  void validate_refusesTypesOnClusterNodes_whichDoNotHeedThem() {
    assertThat(placement.validate(Specs.on(Burst.NONE, null, T4)))
        .singleElement()
        .extracting(Violation::name)
        .isEqualTo("burst");
  }

  @Test
  void validate_refusesTheSameTypeTwice() {
    assertThat(placement.validate(Specs.on(Burst.ECI, null, T4, T4)))
        .singleElement()
        .hasToString("gpuSpec: " + T4 + " twice (expected: each instance type once)");
  }

  @Test
  void serviceLoader_findsIt() {
    assertThat(ServiceLoader.load(Placement.class)).hasOnlyElementsOfType(EciPlacement.class);
  }
}
