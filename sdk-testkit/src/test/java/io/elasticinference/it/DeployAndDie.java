package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.event.ServiceEvent;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that is killed after its Nth write: no shutdown hook, no finally, nothing runs. */
final class DeployAndDie {

  static final String LOCATION = "oss://models/killed/chnsenticorp";
  static final int DEAD = 137;

  private DeployAndDie() {}

  /** Deploys, and dies; the arguments are the namespace and how many writes it lives. */
  public static void main(String[] arguments) {
    int lives = Integer.parseInt(arguments[1]);
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
      service(client, arguments[0]).deploy();
    }
  }

  /** The service that this program deploys, with a model that lies in the store. */
  static InferenceBuilder service(InferenceClient client, String namespace) {
    return ElasticInference.builder()
        .client(client)
        .name("killed")
        .namespace(namespace)
        .model(Model.tensorflow("chnsenticorp").from(LOCATION))
        .gpuSpec("ecs.gn6i-c4g1.xlarge")
        .burst(ECI_ONLY)
        .autoscale(qps(10))
        .ingress(namespace + ".example.com");
  }
}
