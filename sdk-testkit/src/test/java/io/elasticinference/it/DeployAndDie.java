package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.event.ServiceEvent;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that is killed after its Nth write: no shutdown hook, no finally, nothing runs. */
final class DeployAndDie {

  static final int DEAD = 137;

  private DeployAndDie() {}

  /**
   * Deploys, and dies; the arguments are namespace, model location and how many writes it lives.
   */
  public static void main(String[] arguments) {
    int lives = Integer.parseInt(arguments[2]);
    AtomicInteger writes = new AtomicInteger();
    try (InferenceClient client =
        InferenceClient.builder()
            .listener(
                event -> {
                  if (event instanceof ServiceEvent.ObjectApplied
                      && writes.incrementAndGet() >= lives) {
                    Runtime.getRuntime().halt(DEAD);
                  }
                })
            .build()) {
      ElasticInference.builder()
          .client(client)
          .name("killed")
          .namespace(arguments[0])
          .model(Model.tensorflow("chnsenticorp").from(arguments[1]))
          .gpuSpec("ecs.gn6i-c4g1.xlarge")
          .burst(ECI_ONLY)
          .autoscale(qps(10))
          .ingress(arguments[0] + ".example.com")
          .deploy();
    }
  }
}
