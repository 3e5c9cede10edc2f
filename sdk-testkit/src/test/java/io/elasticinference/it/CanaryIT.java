package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static io.elasticinference.Exposure.host;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInference;
import io.elasticinference.Endpoint;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.Model;
import io.elasticinference.preflight.Finding;
import io.elasticinference.preflight.Severity;
import io.elasticinference.testkit.LocalCloud;
import io.elasticinference.testkit.LocalCloudExtension;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new version gets a share of the requests, then all of them, or none again. */
@ExtendWith(LocalCloudExtension.class)
class CanaryIT {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int ASKED = 100;

  private final LocalCloud cloud;
  private final Kubectl kubectl;

  CanaryIT(LocalCloud cloud) {
    this.cloud = cloud;
    this.kubectl = new Kubectl(cloud.environment());
  }

  @Test
  void canary_getsItsShare_thenAll_orNone() throws Exception {
    try (InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build();
        TestNamespace namespace = new TestNamespace(kubectl, "canary")) {
      String host = namespace.name() + ".example.com";
      InferenceBuilder first = version(client, namespace, 1).ingress(host);
      InferenceBuilder second = version(client, namespace, 2);
      assertThatThrownBy(() -> second.ingress(host(host).canary(30)).deploy())
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("service without an ingress");

      InferenceService stable = first.deploy();
      stable.awaitReady(SOON);
      second.ingress(host(host).canary(30)).deploy().awaitReady(SOON);
      // 100 of 30 % have a standard deviation of 4.6.
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(ofTheSecond(stable)).isBetween(7, 53));
      assertThat(client.get(namespace.name(), "bert").orElseThrow().endpoint().host())
          .isEqualTo(host);

      second.ingress(host(host).canary(0)).deploy();
      becomes(stable, 0);

      InferenceService promoted = second.ingress(host).autoscale(qps(10)).deploy();
      becomes(stable, ASKED);
      assertThat(namespace.kubectl("get", "ingress", "-o", "name").strip())
          .isEqualTo("ingress.networking.k8s.io/bert");
      stable.deleteVersion();
      assertThat(ofTheSecond(promoted)).isEqualTo(ASKED);

      promoted.delete();
      assertThat(namespace.kubectl("get", "deploy,svc,hpa,ing,pvc", "-o", "name")).isBlank();
    }
  }

  /** A service of that name took the canary's ingress once. */
  @Test
  void canary_keepsItsIngress_whenAServiceIsCalledLikeIt() throws Exception {
    try (InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build();
        TestNamespace namespace = new TestNamespace(kubectl, "canary")) {
      String host = namespace.name() + ".example.com";
      InferenceBuilder canary = version(client, namespace, 2).ingress(host(host).canary(30));
      assertThat(canary.preflight().of(Severity.ERROR))
          .extracting(Finding::object)
          .contains("Canary's main version");
      version(client, namespace, 1).ingress(host).deploy();
      assertThat(canary.preflight().of(Severity.ERROR))
          .extracting(Finding::object)
          .doesNotContain("Canary's main version");
      canary.deploy();

      version(client, namespace, 1).name("bert-canary").ingress("other." + host).deploy();

      assertThat(
              namespace.kubectl(
                  "get", "ingress", "-o", "jsonpath={range .items[*]}{.spec.rules[0].host} {end}"))
          .isEqualTo(host + " other." + host + " " + host + " ");
    }
  }

  @Test
  void deleteVersion_givesTheMainVersionAllRequestsBack() throws Exception {
    try (InferenceClient client =
            InferenceClient.builder().environment(cloud.environment()).build();
        TestNamespace namespace = new TestNamespace(kubectl, "canary")) {
      String host = namespace.name() + ".example.com";
      InferenceService stable = version(client, namespace, 1).ingress(host).deploy();
      stable.awaitReady(SOON);
      InferenceService canary =
          version(client, namespace, 2).ingress(host(host).canary(100)).deploy();
      canary.awaitReady(SOON);
      becomes(stable, ASKED);

      canary.deleteVersion();

      becomes(stable, 0);
      assertThat(client.list(namespace.name()))
          .extracting(InferenceService::version)
          .containsExactly("1");
    }
  }

  private static InferenceBuilder version(
      InferenceClient client, TestNamespace namespace, int version) {
    return ElasticInference.builder()
        .client(client)
        .name("bert")
        .namespace(namespace.name())
        .model(
            Model.tensorflow("chnsenticorp")
                .upload(Path.of("../samples/models/chnsenticorp/1623831335"))
                .to("oss://models/" + namespace.name() + "/chnsenticorp")
                .version(version));
  }

  private static void becomes(InferenceService service, int ofTheSecond) {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(ofTheSecond(service)).isEqualTo(ofTheSecond));
  }

  /** Asks the ingress many times which version answers; counts the second's answers. */
  private static int ofTheSecond(InferenceService service) throws IOException {
    int second = 0;
    for (int i = 0; i < ASKED; i++) {
      String answer = status(service.endpoint());
      assertThat(answer).containsPattern("\"version\": \"[12]\"");
      second += answer.contains("\"version\": \"2\"") ? 1 : 0;
    }
    return second;
  }

  /** The JDK's clients refuse to set Host, so this speaks plain HTTP. */
  private static String status(Endpoint endpoint) throws IOException {
    URI uri = endpoint.predictUriByAddress();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String head =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(endpoint.path(), endpoint.host());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
