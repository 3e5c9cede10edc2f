package io.elasticinference.load;

import io.elasticinference.Autoscale;
import io.elasticinference.InferenceService;
import io.elasticinference.scaling.Slo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The Java of docs/load.md, as it stands there; compared by {@code PagesTest}. */
final class LoadPage {

  private LoadPage() {}

  static LoadReport first(InferenceService service) throws IOException {
    LoadReport report = service.stressTest(LoadProfile.constant(35).during(Duration.ofMinutes(5)));
    System.out.println(report);
    report.writeHtml(Path.of("stress.html"));
    report.writeJson(Path.of("stress.json"));
    report.writeCsv(Path.of("stress.csv"));
    return report;
  }

  static List<LoadProfile> profiles(Path accessLog) {
    LoadProfile day =
        LoadProfile.ramp(1, 80)
            .during(Duration.ofMinutes(2))
            .then(LoadProfile.constant(80).during(Duration.ofMinutes(3)))
            .then(LoadProfile.spike(20, 200).during(Duration.ofMinutes(1)))
            .poisson(42);
    LoadProfile yesterday = LoadProfile.replay(accessLog).speed(10).maxRate(2_000);
    return List.of(day, yesterday);
  }

  static LoadRequest request(String token) {
    RequestBodies bodies =
        BodyTemplate.of("{\"instances\": [{\"input_ids\": ${ids}, \"text\": ${text}}]}")
            .wholes("ids", 128, 0, 21_128)
            .texts("text", List.of("好评", "差评"))
            .bodies(1_000);
    LoadRequest request =
        LoadRequest.post(bodies)
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(2))
            .expectStatus(200)
            .expectJson("predictions[0]");
    return request;
  }

  static LoadReport grpc(InferenceService service) {
    LoadReport report =
        service.stressTest(LoadProfile.constant(35).during(Duration.ofMinutes(5)).grpc());
    return report;
  }

  static GrpcRequest grpcRequest() {
    GrpcRequest request =
        GrpcRequest.predict("chnsenticorp")
            .input("input_ids", Tensor.ints(101, 7592, 102).shape(1, 3))
            .expectOutput("probabilities")
            .timeout(Duration.ofSeconds(2))
            .connections(16);
    return request;
  }

  static LoadReport careful(InferenceService service) {
    LoadProfile careful =
        LoadProfile.ramp(1, 200)
            .during(Duration.ofMinutes(10))
            .stopWhen(
                StopCondition.errorRatioOver(0.05, Duration.ofSeconds(5)),
                StopCondition.p99Over(Duration.ofMillis(800), Duration.ofSeconds(10)));
    LoadReport report = service.stressTest(careful);
    return report;
  }

  static LoadReport told(InferenceService service) {
    LoadReport report =
        service.stressTest(
            LoadProfile.constant(35),
            second -> System.out.println(second.ok() + " ok, p99 " + second.p99()));
    return report;
  }

  static Autoscale capacity(InferenceService service) {
    CapacityFound found =
        service.findCapacity(
            CapacitySearch.within(Slo.p99(Duration.ofMillis(500))).window(Duration.ofSeconds(20)),
            LoadListener.none());
    System.out.println(found);
    Autoscale autoscale = Autoscale.qps(found.targetQps()).replicas(1, 10);
    return autoscale;
  }

  static void distributed(InferenceService service) {
    LoadReport report =
        service.stressTest(
            LoadProfile.ramp(1_000, 40_000)
                .during(Duration.ofMinutes(5))
                .maxRate(40_000)
                .maxRequests(10_000_000)
                .maxConnections(2_000)
                .distributed(8));
    report.workers().forEach(System.out::println);
  }

  static DistributedLoad settings() {
    DistributedLoad load =
        LoadProfile.constant(5_000)
            .maxRate(5_000)
            .maxRequests(600_000)
            .during(Duration.ofMinutes(2))
            .distributed(8)
            .workerImage("registry.example.com/eclipse-temurin:17-jre")
            .imagePullSecret("registry-example")
            .podResources(2, 2_048)
            .startWithin(Duration.ofMinutes(5))
            .podLabel("alibabacloud.com/eci", "true");
    return load;
  }
}
