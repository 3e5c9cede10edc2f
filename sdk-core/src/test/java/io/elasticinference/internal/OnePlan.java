package io.elasticinference.internal;

import static io.elasticinference.Autoscale.qps;

import io.elasticinference.ElasticInference;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.telemetry.MicrometerTelemetry;
import io.elasticinference.telemetry.OpenTelemetryTelemetry;
import io.elasticinference.telemetry.Telemetry;
import java.util.function.Supplier;

/** Small programs on this SDK, for tests that run them by a class loader of their own. */
public final class OnePlan {

  private OnePlan() {}

  /** Plans a service. */
  public static String run() {
    FakeCloud cloud = new FakeCloud();
    try (InferenceClient client =
        InferenceClient.builder()
            .cluster(new FakeCluster())
            .modelStore(cloud)
            .placement(cloud)
            .trafficMetrics(cloud)
            .build()) {
      int changes =
          ElasticInference.builder()
              .client(client)
              .model(Model.tensorflow("bert").from("oss://models/bert"))
              .autoscale(qps(10))
              .plan()
              .changes()
              .size();
      return "plan of bert: " + changes + " changes";
    }
  }

  /** Asks for Micrometer's global registry; answers what it is told instead. */
  public static String micrometer() {
    return refusal(() -> MicrometerTelemetry.global());
  }

  /** Asks for the process's OpenTelemetry; answers what it is told instead. */
  public static String openTelemetry() {
    return refusal(() -> OpenTelemetryTelemetry.global());
  }

  private static String refusal(Supplier<Telemetry> asked) {
    try {
      return "made " + asked.get();
    } catch (ElasticInferenceException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
