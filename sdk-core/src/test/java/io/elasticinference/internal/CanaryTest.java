package io.elasticinference.internal;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Exposure.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.Model;
import org.junit.jupiter.api.Test;

/** A version that gets a share of another one's requests. */
class CanaryTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeCloud cloud = new FakeCloud();
  private final InferenceBuilder bert =
      ElasticInference.builder()
          .client(
              InferenceClient.builder()
                  .cluster(cluster)
                  .modelStore(cloud)
                  .placement(cloud)
                  .trafficMetrics(cloud)
                  .build())
          .model(Model.tensorflow("bert").from("oss://models/bert"))
          .version("2");

  @Test
  void deploy_looksForTheMainVersion_beforeItSendsAnything() {
    bert.ingress(host("a.example.com").canary(10)).deploy();
    assertThat(cluster.calls)
        .containsExactly(
            "connect",
            "check bert-2-tensorflow-serving false",
            "checkCanary bert-2-tensorflow-serving 10",
            "apply 1");
  }

  @Test
  void deploy_tellsAllFaults_ofACanaryThatCannotBe() {
    InferenceBuilder wrong =
        bert.ingress(host("a.example.com").stickySessions().canary(101)).autoscale(qps(10));
    assertThatThrownBy(wrong::deploy)
        .isInstanceOfSatisfying(
            InvalidSpecException.class,
            e ->
                assertThat(e.violations())
                    .extracting("name")
                    .containsExactly("ingress.canary", "ingress.sticky", "autoscale"))
        .hasMessageContaining("ingress.canary: 101 % (expected: 0 to 100)")
        .hasMessageContaining("say replicas(..) until it gets the whole ingress");
    assertThat(cluster.calls).isEmpty();
  }

  @Test
  void metrics_refuses_sinceItsRequestsAreLoggedAsAnothers() {
    InferenceService canary = bert.ingress(host("a.example.com").canary(0)).deploy();
    assertThatThrownBy(canary::metrics)
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("version 2 is a canary")
        .hasMessageContaining("Ask the main version");
  }
}
