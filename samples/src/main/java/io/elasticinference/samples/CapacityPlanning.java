package io.elasticinference.samples;

import io.elasticinference.scaling.CapacityPlan;
import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.Price;
import io.elasticinference.scaling.Recommendation;
import io.elasticinference.scaling.ReplicaCapacity;
import io.elasticinference.scaling.ServiceTime;
import io.elasticinference.scaling.Slo;
import io.elasticinference.scaling.TrafficTrace;
import java.nio.file.Path;
import java.time.Duration;

/** Finds the cheapest autoscale that keeps a promise, by playing the traffic of a trace. */
public final class CapacityPlanning {
  private CapacityPlanning() {}

  /**
   * Plans.
   *
   * @param arguments a CSV file with a line for each request, and the SVG file to draw to
   */
  public static void main(String[] arguments) {
    CapacityPlan plan =
        CapacityPlan.builder()
            .trace(TrafficTrace.readTimestamps(Path.of(arguments[0])))
            // Measured: 4 requests at a time, half of them within 0.6 s, 99 % within 2.5 s.
            .capacity(
                new ReplicaCapacity(
                    4, ServiceTime.lognormal(Duration.ofMillis(600), Duration.ofMillis(2500))))
            .startTime(Duration.ofSeconds(40))
            .price(Price.perReplicaHour(8.50, "CNY")) // from your own bill
            .autoscaler(HpaSettings.averageValue(4).replicas(1, 20))
            .build();
    Slo promise = Slo.p99(Duration.ofSeconds(5));
    Recommendation recommendation = plan.recommend(promise);
    System.out.println(recommendation);
    recommendation.report().chart(promise).writeTo(Path.of(arguments[1]));
    System.out.println(
        recommendation
            .autoscale()
            .map(autoscale -> "Deploy with " + autoscale)
            .orElse("Nothing keeps the promise."));
  }
}
