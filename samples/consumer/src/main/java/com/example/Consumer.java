package com.example;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import java.nio.file.Path;
import java.time.Duration;

/** Deploys a model on the cluster and account that the environment names, and deletes it again. */
public final class Consumer {

  public static void main(String[] arguments) {
    Path model = Path.of(arguments.length > 0 ? arguments[0] : "../models/chnsenticorp");
    try {
      InferenceService service =
          ElasticInference.builder()
              .model(
                  Model.tensorflow("chnsenticorp")
                      .upload(model)
                      .to("oss://models/tensorflow/chnsenticorp")
                      .version(1623831335))
              .gpuSpec("ecs.gn6i-c4g1.xlarge")
              .burst(ECI_ONLY)
              .autoscale(qps(10))
              .deploy();
      System.out.println("Deployed " + service);
      try {
        System.out.println("Ready:     " + service.awaitReady(Duration.ofMinutes(2)));
        System.out.println("Scaling:   " + service.autoscaling().explain());
      } finally {
        System.out.println("Deleted:   " + service.delete());
      }
    } catch (ElasticInferenceException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
