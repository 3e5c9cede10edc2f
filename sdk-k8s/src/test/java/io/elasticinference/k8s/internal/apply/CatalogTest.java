package io.elasticinference.k8s.internal.apply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.k8s.internal.api.Json;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.render.ObjectRenderer;
import io.elasticinference.k8s.internal.render.Services;
import io.elasticinference.spi.DeployedService;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServingPaths;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {

  /** A workload as arena writes it: a shell line, and no label or annotation of ours. */
  private static final String ARENAS =
      """
      {"metadata":{"name":"old-1-tensorflow-serving","namespace":"default",
        "creationTimestamp":"2020-01-01T00:00:00Z",
        "labels":{"servingName":"old","servingVersion":"1","servingType":"tf-serving"}},
       "spec":{"template":{"spec":{"containers":[{"image":"tensorflow/serving:1.15.0",
        "command":["sh","-c",
         "/usr/bin/tensorflow_model_server --port=8500 --model_name=mnist --model_base_path=/m"]}]}}}}
      """;

  /** One whose own name is another than its labels say. */
  private static final String ODD =
      """
      {"metadata":{"name":"odd","namespace":"default",
        "labels":{"servingName":"x","servingVersion":"1","servingType":"tf-serving"}}}\
      """;

  private final Workers workers = new Workers();
  private WireMockServer fake;
  private ApiServer server;
  private Catalog catalog;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    catalog = new Catalog(server, workers);
    fake.stubFor(get(urlPathMatching("/.*")).willReturn(aResponse().withBody("{\"items\":[]}")));
  }

  @AfterEach
  void stop() {
    server.close();
    workers.close();
    fake.stop();
  }

  private void serve(ResolvedService service, String... more) {
    List<String> deployments = new ArrayList<>(List.of(more));
    for (Manifest manifest : new ObjectRenderer().render(service)) {
      String json = Json.write(manifest.body());
      switch (manifest.object().kind()) {
        case "Deployment" -> deployments.add(json);
        case "Ingress" ->
            items(
                "/apis/networking.k8s.io/v1/.*ingresses",
                json.replaceFirst(
                    "\\}$",
                    ",\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"10.1.2.3\"}]}}}"));
        case "HorizontalPodAutoscaler" ->
            items("/apis/autoscaling/v2/.*horizontalpodautoscalers", json);
        default -> {
          // Not read back.
        }
      }
    }
    items("/apis/apps/v1/.*deployments", String.join(",", deployments));
  }

  private void items(String path, String items) {
    fake.stubFor(
        get(urlPathMatching(path)).willReturn(aResponse().withBody("{\"items\":[" + items + "]}")));
  }

  @Test
  void list_readsBackWhatWasRendered_andWhatArenaDeployed() {
    ResolvedService service = Services.belowPath();
    serve(service, ARENAS, ODD);
    assertThat(catalog.list("default"))
        .containsExactly(
            new DeployedService(
                service.names(),
                "chnsenticorp",
                ServingPaths.tensorflow("chnsenticorp"),
                "tensorflow/serving:1.15.0-gpu",
                new Exposure("ai.example.com", "/bert.v1", "nginx"),
                "10.1.2.3",
                service.metrics()),
            new DeployedService(
                new io.elasticinference.spi.ServiceNames(
                    "default", "old", "1", Framework.TENSORFLOW),
                "mnist",
                ServingPaths.tensorflow("mnist"),
                "tensorflow/serving:1.15.0",
                null,
                null,
                List.of()));
  }

  @Test
  void list_readsBackWhereACustomServerAnswers() {
    serve(Services.custom());
    DeployedService found = catalog.list("default").get(0);
    assertThat(found.names().framework()).isEqualTo(Framework.CUSTOM);
    assertThat(found.paths()).isEqualTo(new ServingPaths("/health", "/v1/completions"));
  }

  @Test
  void list_readsBackACanarysShare() {
    serve(Services.canary());
    assertThat(catalog.list("default").get(0).exposureFound())
        .isEqualTo(Exposure.host("ai.example.com").canary(10));
  }

  @Test
  void list_readsBackEachMetric_inItsOrder() {
    ResolvedService service = Services.severalMetrics();
    serve(service, ARENAS, ODD);
    assertThat(service.metrics()).hasSize(3);
    assertThat(catalog.list("default").get(0).metrics()).isEqualTo(service.metrics());
  }

  @Test
  void list_looksEverywhere_whenNoNamespaceIsGiven() {
    catalog.list(null);
    fake.verify(
        getRequestedFor(urlPathEqualTo("/apis/apps/v1/deployments"))
            .withQueryParam(
                "labelSelector",
                equalTo("servingName,servingVersion,servingType in (tf-serving,custom-serving)")));
  }

  @Test
  void find_putsTheNewestFirst() {
    serve(
        Services.tutorial(),
        ARENAS,
        ARENAS.replace("old-1-", "old-2-").replace("\"1\"", "\"2\"").replace("2020", "2021"));
    assertThat(catalog.find("default", "old"))
        .extracting(service -> service.names().version())
        .startsWith("2", "1");
  }

  @Test
  void find_refusesANameThatWouldWidenTheSelector() {
    assertThatThrownBy(() -> catalog.find("default", "a,b"))
        .isInstanceOf(InvalidSpecException.class);
    assertThatThrownBy(() -> catalog.find("../kube-system", "a"))
        .isInstanceOf(InvalidSpecException.class);
  }
}
