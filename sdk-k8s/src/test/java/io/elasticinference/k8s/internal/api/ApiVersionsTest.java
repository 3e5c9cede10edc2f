package io.elasticinference.k8s.internal.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.render.ObjectRenderer;
import io.elasticinference.k8s.internal.render.Services;
import io.elasticinference.spi.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiVersionsTest {

  private static final ObjectRef BERT = Resource.AUTOSCALER.ref("default", "bert");
  private static final String OLD =
      "/apis/autoscaling/v2beta2/namespaces/default/horizontalpodautoscalers";
  private static final String NEW =
      "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";

  private WireMockServer fake;
  private ApiServer server;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    fake.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("404 page not found")));
  }

  @AfterEach
  void stop() {
    server.close();
    fake.stop();
  }

  private void serve(String... versions) {
    StringBuilder group = new StringBuilder("{\"kind\":\"APIGroup\",\"versions\":[");
    for (int i = 0; i < versions.length; i++) {
      group.append(i == 0 ? "" : ",").append("{\"groupVersion\":\"autoscaling/");
      group.append(versions[i]).append("\"}");
      fake.stubFor(
          any(urlPathMatching("/apis/autoscaling/" + versions[i] + "/.*"))
              .willReturn(aResponse().withBody("{\"found\":true}")));
    }
    fake.stubFor(
        get(urlPathEqualTo("/apis/autoscaling"))
            .willReturn(aResponse().withBody(group.append("]}").toString())));
  }

  private static ApiRequest apply() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", BERT.apiVersion());
    body.put("kind", BERT.kind());
    // Another object's version, in the same words, is not ours to change.
    body.put("spec", Map.of("scaleTargetRef", Map.of("apiVersion", "apps/v1")));
    return ApiRequest.apply(BERT, body, false);
  }

  @Test
  void send_asksNothingElse_whenV2IsServed() {
    serve("v1", "v2");
    server.send(apply());
    server.send(ApiRequest.list(Resource.AUTOSCALER, "default", "", ""));
    assertThat(fake.getAllServeEvents()).hasSize(2);
  }

  @Test
  void send_writesV2beta2_whenNothingNewerIsServed_andAsksOnceAConnection() {
    serve("v1", "v2beta1", "v2beta2");
    server.send(apply());
    server.send(apply());
    server.send(ApiRequest.list(Resource.AUTOSCALER, "default", "", ""));
    server.send(ApiRequest.get(BERT));
    fake.verify(1, getRequestedFor(urlPathEqualTo("/apis/autoscaling")));
    fake.verify(1, patchRequestedFor(urlPathEqualTo(NEW + "/bert")));
    fake.verify(
        2,
        patchRequestedFor(urlPathEqualTo(OLD + "/bert"))
            .withRequestBody(
                equalTo(
                    "{\"apiVersion\":\"autoscaling/v2beta2\",\"kind\":\"HorizontalPodAutoscaler\","
                        + "\"spec\":{\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\"}}}")));
    fake.verify(1, getRequestedFor(urlPathEqualTo(OLD)));
    fake.verify(1, getRequestedFor(urlPathEqualTo(OLD + "/bert")));
  }

  @Test
  void send_writesAnAutoscalerInTheOldVersion_asTheGoldenFileHasIt() throws IOException {
    serve("v2beta2");
    Manifest autoscaler =
        new ObjectRenderer()
            .render(Services.severalMetrics()).stream()
                .filter(manifest -> Resource.of(manifest.object()) == Resource.AUTOSCALER)
                .findFirst()
                .orElseThrow();
    server.send(ApiRequest.apply(autoscaler.object(), autoscaler.body(), false));
    Path golden = Path.of("src/test/resources/golden/several-metrics-v2beta2.json");
    String sent =
        fake.findAll(patchRequestedFor(urlPathMatching("/apis/autoscaling/v2beta2/.*")))
            .get(0)
            .getBodyAsString();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, sent + "\n");
    }
    assertThat(sent + "\n").isEqualTo(Files.readString(golden));
  }

  @Test
  void send_asksOnce_whenManyMeetTheOldClusterAtOnce() {
    serve("v2beta2");
    List<CompletableFuture<Reply>> all =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> server.send(apply())))
            .toList();
    assertThat(all).allSatisfy(one -> assertThat(one.join().body()).containsKey("found"));
    fake.verify(1, getRequestedFor(urlPathEqualTo("/apis/autoscaling")));
  }

  @Test
  void send_learnsAgain_whenTheClusterWasUpgraded() {
    serve("v2beta2");
    server.send(apply());
    fake.resetMappings();
    fake.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    serve("v2");
    assertThat(server.send(apply()).body()).containsKey("found");
  }

  @Test
  void send_asksForNoVersion_whenOnlyTheObjectIsMissing() {
    fake.stubFor(
        get(urlPathEqualTo(NEW + "/bert"))
            .willReturn(
                aResponse()
                    .withStatus(404)
                    .withBody(
                        "{\"code\":404,\"reason\":\"NotFound\",\"details\":{\"name\":\"bert\"}}")));
    assertThat(server.sendIfThere(ApiRequest.get(BERT))).isNull();
    fake.verify(0, getRequestedFor(urlPathEqualTo("/apis/autoscaling")));
  }

  @Test
  void send_saysWhatIsMissing_whenNoVersionFits() {
    serve("v1");
    assertThatThrownBy(() -> new Failures("https://s").explained(() -> server.send(apply())))
        .hasMessageContaining("serves autoscaling/v2");
  }
}
