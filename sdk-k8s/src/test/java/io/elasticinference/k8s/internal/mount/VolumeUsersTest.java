package io.elasticinference.k8s.internal.mount;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.k8s.internal.api.Json;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.render.ObjectRenderer;
import io.elasticinference.k8s.internal.render.Services;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.VolumeUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VolumeUsersTest {

  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

  /** As the ACK tutorial has it: the bucket's root, bound to a claim that many may mount. */
  private static final String VOLUME =
      """
      {"metadata":{"name":"model-pv"},
       "spec":{"claimRef":{"namespace":"default","name":"model-pvc"},
        "csi":{"driver":"oss","volumeAttributes":{"bucket":"models","path":"/"}}}}""";

  private static final ClusterVolume ROOT =
      new ClusterVolume("oss", Map.of("bucket", "models", "path", "/"));

  private final Workers workers = new Workers();
  private WireMockServer fake;
  private ApiServer server;
  private VolumeUsers users;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    users = new VolumeUsers(server, workers);
    fake.stubFor(get(urlPathMatching("/.*")).willReturn(aResponse().withBody("{\"items\":[]}")));
    answer("/api/v1/persistentvolumes", VOLUME);
  }

  @AfterEach
  void stop() {
    workers.close();
    server.close();
    fake.stop();
  }

  private void answer(String path, String... items) {
    fake.stubFor(
        get(urlPathEqualTo(path))
            .willReturn(aResponse().withBody("{\"items\":[" + String.join(",", items) + "]}")));
  }

  private List<VolumeUser> find() {
    return users.find(volume -> volume.driver().equals("oss"));
  }

  private static String pod(String name, String labels, String container) {
    return pod(name, labels, container, "Running");
  }

  private static String pod(String name, String labels, String container, String phase) {
    return """
        {"metadata":{"name":"%s","namespace":"default","labels":{%s}},
         "status":{"phase":"%s"},
         "spec":{"volumes":[{"name":"m","persistentVolumeClaim":{"claimName":"model-pvc"}}],
          "containers":[{%s}]}}"""
        .formatted(name, labels, phase, container);
  }

  private static String mountedAt(String path) {
    return "\"volumeMounts\":[{\"name\":\"m\",\"mountPath\":\"" + path + "\"}]";
  }

  @Test
  void find_readsOfArenasServicesWhichFolderTheyFollow() {
    answer(
        PODS,
        pod(
            "mnist-1-x",
            "\"servingName\":\"mnist\",\"servingVersion\":\"1\"",
            "\"command\":[\"sh\",\"-c\",\"/usr/bin/tensorflow_model_server --port=8500"
                + " --model_name=mnist --model_base_path=/data/models/tf/mnist\"],"
                + mountedAt("/data/")));

    assertThat(find())
        .containsExactly(
            new VolumeUser(
                "service 'mnist', version 1, in namespace default", ROOT, "models/tf/mnist", null));
  }

  @Test
  void find_knowsNothingOfWhatSomebodyElsesPodsRead() {
    answer(
        PODS,
        pod("a", "", "\"command\":[\"my-server\"]," + mountedAt("/data")),
        pod("b", "", "\"args\":[\"--model_base_path=/elsewhere/m\"]," + mountedAt("/data")),
        pod("c", "", "\"image\":\"not-mounted-in-the-container\""),
        pod("gone", "", mountedAt("/data"), "Succeeded"));

    assertThat(find())
        .containsExactly(
            new VolumeUser("Pod 'a' in namespace default", ROOT, null, null),
            new VolumeUser("Pod 'b' in namespace default", ROOT, null, null),
            new VolumeUser("Pod 'c' in namespace default", ROOT, null, null));
  }

  @Test
  void find_seesPartsOfAVolume_andArgumentsOfTwoWords() {
    answer(
        PODS,
        pod(
            "a",
            "",
            "\"command\":[\"tensorflow_model_server\",\"--model_base_path\",\"/m/bert\"],"
                + "\"volumeMounts\":[{\"name\":\"m\",\"mountPath\":\"/m\",\"subPath\":\"nlp/\"}]"));

    assertThat(find()).extracting(VolumeUser::folderRead).containsExactly("nlp/bert");
  }

  @Test
  void find_readsOursBackAsTheyAreRendered() {
    List<Manifest> manifests = new ObjectRenderer().render(Services.tutorial());
    answer("/api/v1/persistentvolumes", body(manifests, "PersistentVolume"));
    answer(DEPLOYMENTS, body(manifests, "Deployment"));

    List<VolumeUser> found = users.find(volume -> true);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).who())
        .isEqualTo("service 'bert-tfserving', version v1, in namespace default");
    assertThat(found.get(0).folder()).contains("");
    assertThat(found.get(0).version()).hasValue(1623831335L);
    assertThat(found.get(0).volume().attributes()).containsKeys("bucket", "path");
  }

  private static String body(List<Manifest> manifests, String kind) {
    return manifests.stream()
        .filter(manifest -> manifest.object().kind().equals(kind))
        .map(manifest -> Json.write(manifest.body()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void find_asksOnlyNamespacesThatMayMountIt() {
    answer("/api/v1/persistentvolumes", VOLUME.replace("\"driver\":\"oss\"", "\"driver\":\"nas\""));

    assertThat(find()).isEmpty();
    fake.verify(0, getRequestedFor(urlPathEqualTo(PODS)));
  }

  @Test
  void find_countsAClaimAsAUser_whenItsNamespaceMayNotBeRead() {
    fake.stubFor(
        get(urlPathEqualTo(PODS))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody(Fake.status(403, "Forbidden", "cannot list resource"))));

    assertThat(find())
        .containsExactly(
            new VolumeUser(
                "claim 'model-pvc' in namespace default, whose pods you may not list",
                ROOT,
                null,
                null));
  }

  @Test
  void find_fails_whenVolumesMayNotBeRead() {
    fake.stubFor(
        get(urlPathEqualTo("/api/v1/persistentvolumes"))
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody(Fake.status(403, "Forbidden", "cannot list resource"))));

    assertThatThrownBy(this::find).isInstanceOf(ApiFailure.class);
  }
}
