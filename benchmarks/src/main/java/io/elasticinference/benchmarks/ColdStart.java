package io.elasticinference.benchmarks;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Burst.ECI_ONLY;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.event.ServiceEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A new JVM that deploys a service whose model lies in the store, and says how much processor time
 * it had used when the API server accepted its first object.
 */
final class ColdStart {

  private ColdStart() {}

  /**
   * Deploys into the namespace that is the first argument, from the location that is the second.
   */
  public static void main(String[] arguments) {
    AtomicBoolean first = new AtomicBoolean();
    try (InferenceClient client =
        InferenceClient.builder()
            .listener(
                event -> {
                  if (event instanceof ServiceEvent.ObjectApplied
                      && first.compareAndSet(false, true)) {
                    Duration used = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
                    System.out.println(used.toMillis());
                    System.out.flush();
                  }
                })
            .build()) {
      ElasticInference.builder()
          .client(client)
          .name("cold")
          .namespace(arguments[0])
          .model(Model.tensorflow("chnsenticorp").from(arguments[1]))
          .gpuSpec("ecs.gn6i-c4g1.xlarge")
          .burst(ECI_ONLY)
          .autoscale(qps(10))
          .deploy();
    }
  }
}
