package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.Model;
import io.elasticinference.load.FailureKind;
import io.elasticinference.load.GrpcRequest;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTotals;
import io.elasticinference.load.Tensor;
import io.elasticinference.spi.Environment;
import io.elasticinference.testkit.LocalCloud;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A deployed service gets its load over gRPC, and only where it may go. */
@Timeout(180)
class GrpcLoadIT {
  private static final Duration SERVICE_TIME = Duration.ofMillis(20);
  private static final int RATE = 40;
  private static final int SECONDS = 3;

  private static LocalCloud cloud;
  private static InferenceClient client;
  private static InferenceService service;
  private static String address;

  @BeforeAll
  static void deploy() {
    cloud = LocalCloud.options().capacity(SERVICE_TIME, 2).start();
    address = cloud.forward("default", "bert-v1-tensorflow-serving", 8500);
    Map<String, String> environment = new HashMap<>(cloud.environment());
    environment.put(Environment.GRPC_ADDRESS, address);
    client = InferenceClient.builder().environment(environment).build();
    service =
        ElasticInference.builder()
            .client(client)
            .name("bert")
            .model(
                Model.tensorflow("chnsenticorp")
                    .upload(Path.of("../samples/models/chnsenticorp"))
                    .to("oss://models/tensorflow/chnsenticorp"))
            .version("v1")
            .replicas(2)
            .ingress("test.example.com")
            .deploy();
    service.awaitReady(Duration.ofMinutes(1));
  }

  @AfterAll
  static void stop() {
    client.close();
    cloud.close();
  }

  private static LoadProfile profile() {
    return LoadProfile.constant(RATE).during(Duration.ofSeconds(SECONDS)).stopWhen();
  }

  private static LoadTotals assertBooksAddUp(LoadReport report) {
    LoadTotals totals = report.totals();
    assertThat(report.outcome()).isEqualTo(LoadOutcome.COMPLETED);
    assertThat(totals.offered()).isEqualTo(RATE * SECONDS);
    assertThat(totals.ok() + totals.failed() + totals.dropped()).isEqualTo(totals.offered());
    return totals;
  }

  @Test
  void stressTest_asksForPredictionsByTheModelsSignature_overGrpc() {
    LoadReport report = service.stressTest(profile().grpc());

    LoadTotals totals = assertBooksAddUp(report);
    assertThat(report.failures()).isEmpty();
    assertThat(totals.ok()).isEqualTo(RATE * SECONDS);
    assertThat(totals.sent()).isEqualTo(totals.ok());
    assertThat(report.statuses()).containsExactly(Map.entry(0, totals.ok()));
    // No answer is faster than the server is.
    assertThat(report.latency().percentile(0)).isGreaterThanOrEqualTo(SERVICE_TIME.dividedBy(2));
    assertThat(report.latency().p50()).isGreaterThanOrEqualTo(SERVICE_TIME);
    assertThat(report.target().toString())
        .isEqualTo("http://" + address + "/tensorflow.serving.PredictionService/Predict");
    assertThat(report.series()).anyMatch(series -> series.name().equals("ready"));
  }

  @Test
  void stressTest_countsFailuresByTheirCode_whenTheServerRefuses(@TempDir Path folder)
      throws Exception {
    GrpcRequest wrong =
        GrpcRequest.predict("other").input("features", Tensor.floats(new float[8]).shape(1, 8));

    LoadReport report = service.stressTest(profile().grpc(wrong));

    LoadTotals totals = assertBooksAddUp(report);
    assertThat(report.statuses()).containsExactly(Map.entry(5, totals.offered()));
    assertThat(report.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.STATUS);
              assertThat(failure.count()).isEqualTo(totals.offered());
              assertThat(failure.example())
                  .isEqualTo("gRPC NOT_FOUND (5): Servable not found for request: Latest(other)");
            });
    assertThat(Files.readString(report.writeHtml(folder.resolve("report.html"))))
        .contains("gRPC NOT_FOUND (5)");
  }

  @Test
  void stressTest_goesToThisServicesOwnAddressesAlone_unlessAllowed() {
    LoadTarget own = LoadTarget.of(URI.create("http://" + address));
    LoadTarget other =
        LoadTarget.of(
            URI.create("http://" + cloud.forward("default", "bert-v1-tensorflow-serving", 8500)));
    LoadProfile profile = profile().grpc();

    assertBooksAddUp(service.stressTest(profile, own, LoadListener.none()));
    assertThatThrownBy(() -> service.stressTest(profile, other, LoadListener.none()))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("not an address of service 'bert'")
        .hasMessageContaining("test.example.com")
        .hasMessageContaining("allowForeignTarget()");
    LoadReport allowed =
        service.stressTest(profile.allowForeignTarget(), other, LoadListener.none());
    assertThat(assertBooksAddUp(allowed).ok()).isEqualTo(RATE * SECONDS);
  }

  @Test
  void stressTest_refusesTheIngressForAnotherHost() {
    LoadTarget ingress =
        LoadTarget.of(
                URI.create(
                    "http://"
                        + cloud.environment().get(Environment.INGRESS_ADDRESS)
                        + "/v1/models/chnsenticorp:predict"))
            .hostHeader("other.example.com");

    assertThatThrownBy(() -> service.stressTest(profile(), ingress, LoadListener.none()))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageContaining("other.example.com");
    LoadReport report =
        service.stressTest(profile(), ingress.hostHeader("test.example.com"), LoadListener.none());
    assertThat(assertBooksAddUp(report).ok()).isEqualTo(RATE * SECONDS);
  }
}
