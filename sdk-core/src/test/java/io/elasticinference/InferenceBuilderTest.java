package io.elasticinference;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InferenceBuilderTest {

  private static final Model BERT =
      Model.tensorflow("chnsenticorp").from("oss://models/tensorflow/chnsenticorp");

  @Test
  void spec_hasTheTutorialsDefaults_whenOnlyAModelIsGiven() {
    InferenceSpec spec = ElasticInference.builder().model(BERT).spec();

    assertThat(spec.name()).isEqualTo("chnsenticorp");
    assertThat(spec.namespace()).isEqualTo("default");
    assertThat(spec.servingVersion()).isEqualTo("v1");
    assertThat(spec.image()).isEqualTo("tensorflow/serving:1.15.0-gpu");
    assertThat(spec.burst()).isEqualTo(Burst.NONE);
    assertThat(spec.replicas()).isEqualTo(1);
    assertThat(spec.exposure()).contains(new Exposure("test.example.com", "/", "nginx"));
    assertThat(spec.autoscale()).isEmpty();
  }

  @Test
  void spec_carriesTheCardsChain_always() {
    InferenceSpec spec =
        ElasticInference.builder()
            .model(BERT.version(1623831335))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(10))
            .spec();

    assertThat(spec.servingVersion()).isEqualTo("1623831335");
    assertThat(spec.gpuSpecs()).containsExactly("ecs.gn6i-c4g1.xlarge");
    assertThat(spec.burst()).isEqualTo(ECI_ONLY);
    assertThat(spec.autoscale())
        .hasValueSatisfying(
            autoscale -> {
              assertThat(autoscale.targets()).containsExactly(new ScalingTarget.Qps(10));
              assertThat(autoscale.minReplicas()).isEqualTo(1);
              assertThat(autoscale.maxReplicas()).isEqualTo(10);
              assertThat(autoscale.logstore()).isEqualTo("nginx-ingress");
            });
  }

  @Test
  void setting_leavesTheFirstBuilderAsItWas_always() {
    InferenceBuilder base = ElasticInference.builder().model(BERT).name("base");
    String[] specs = {"ecs.gn6i-c4g1.xlarge"};
    InferenceBuilder varied = base.name("varied").gpuSpec(specs).ingress((Exposure) null);
    specs[0] = "changed afterwards";

    assertThat(base.spec().name()).isEqualTo("base");
    assertThat(base.spec().gpuSpecs()).isEmpty();
    assertThat(base.spec().exposure()).isPresent();
    assertThat(varied.spec().gpuSpecs()).containsExactly("ecs.gn6i-c4g1.xlarge");
    assertThat(varied.spec().exposure()).isEmpty();
  }

  @Test
  void spec_saysWhatToWrite_whenThereIsNoModel() {
    assertThatThrownBy(() -> ElasticInference.builder().spec())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("model: none (expected: model(Model.tensorflow(");
  }
}
