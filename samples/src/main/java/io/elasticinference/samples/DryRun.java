package io.elasticinference.samples;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.Model;
import java.util.List;

/** Shows what a deploy would write, as YAML, and what it would change. Writes nothing itself. */
public final class DryRun {
  private DryRun() {}

  /**
   * Prints the YAML, for which no cluster is needed.
   *
   * @param arguments {@code --plan} to ask the cluster what would change, and print that instead
   */
  public static void main(String[] arguments) {
    InferenceBuilder bert =
        ElasticInference.builder()
            .name("bert")
            .model(
                Model.tensorflow("chnsenticorp")
                    .from("oss://models/tensorflow/chnsenticorp")
                    .version(1623831335))
            .gpuSpec("ecs.gn6i-c4g1.xlarge")
            .burst(ECI_ONLY)
            .autoscale(qps(20).replicas(1, 10))
            .ingress("bert.example.com");
    if (List.of(arguments).contains("--plan")) {
      System.out.println(bert.plan());
    } else {
      System.out.println(bert.toYaml());
    }
  }
}
