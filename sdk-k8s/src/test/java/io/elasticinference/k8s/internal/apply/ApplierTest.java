package io.elasticinference.k8s.internal.apply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.elasticinference.k8s.internal.apply.Bodies.CREATED;
import static io.elasticinference.k8s.internal.apply.Bodies.body;
import static io.elasticinference.k8s.internal.apply.Bodies.ours;
import static io.elasticinference.k8s.internal.apply.Bodies.theirs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.elasticinference.ClusterAccessException;
import io.elasticinference.ConflictException;
import io.elasticinference.ObjectRef;
import io.elasticinference.PlannedChange;
import io.elasticinference.PlannedChange.Action;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.render.ObjectRenderer;
import io.elasticinference.k8s.internal.render.Services;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplierTest {

  private static final String HOUR_LATER = "Wed, 01 May 2024 11:00:00 GMT";
  private static final String SAME_SECOND = "Wed, 01 May 2024 10:00:00 GMT";
  private static final ObjectRef CONFIG = Resource.CONFIG_MAP.ref("default", "c");
  private static final String CONFIG_PATH = "/api/v1/namespaces/default/configmaps/c";
  private static final Manifest MANIFEST =
      new Manifest(CONFIG, Map.of("data", Map.of("k", "v")), false);

  private final Workers workers = new Workers();
  private final Memory memory = new Memory();
  private final List<PlannedChange> heard = Collections.synchronizedList(new ArrayList<>());
  private WireMockServer fake;
  private ApiServer server;
  private Applier applier;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    applier = new Applier(server, workers, memory);
  }

  @AfterEach
  void stop() {
    server.close();
    workers.close();
    fake.stop();
  }

  private void answer(MappingBuilder request, int status, String date, String body) {
    fake.stubFor(
        request.willReturn(aResponse().withStatus(status).withHeader("Date", date).withBody(body)));
  }

  private static MappingBuilder toConfig() {
    return patch(urlPathEqualTo(CONFIG_PATH));
  }

  private Action apply() {
    return applier.apply(List.of(MANIFEST), heard::add).get(0).action();
  }

  @Test
  void apply_isACreate_whenTheServerMadeTheObject() {
    answer(toConfig(), 201, SAME_SECOND, body("1", ours(CREATED)));
    assertThat(apply()).isEqualTo(Action.CREATE);
    assertThat(heard).hasSize(1);
  }

  @Test
  void apply_isNothing_whenOurFieldsAreOlderThanTheRequest() {
    answer(toConfig(), 200, HOUR_LATER, body("1", ours(CREATED)));
    assertThat(apply()).isEqualTo(Action.UNCHANGED);
  }

  @Test
  void apply_isAnUpdate_whenOurFieldsAreOfThisMoment() {
    answer(toConfig(), 200, SAME_SECOND, body("1", ours(CREATED)));
    assertThat(apply()).isEqualTo(Action.UPDATE);
  }

  @Test
  void apply_isNothing_whenThisConnectionAppliedTheSameBefore() {
    answer(toConfig(), 201, SAME_SECOND, body("1", ours(CREATED)));
    apply();
    answer(toConfig(), 200, SAME_SECOND, body("1", ours(CREATED)));
    assertThat(apply()).isEqualTo(Action.UNCHANGED);
    // Somebody else changed the object meanwhile, but nothing of ours.
    answer(toConfig(), 200, SAME_SECOND, body("2", ours(CREATED)));
    assertThat(apply()).isEqualTo(Action.UNCHANGED);
  }

  @Test
  void apply_takesItsFieldsBack_whenTheObjectIsSomebodyElses() {
    answer(
        toConfig(), 200, SAME_SECOND, body("1", theirs("helm", "Update", CREATED), ours(CREATED)));
    assertThatThrownBy(this::apply)
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("ConfigMap default/c", "made by helm", "Nothing was written");
    fake.verify(
        patchRequestedFor(urlPathEqualTo(CONFIG_PATH))
            .withRequestBody(
                equalToJson(
                    "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\","
                        + "\"metadata\":{\"name\":\"c\",\"namespace\":\"default\"}}")));
    assertThat(heard).isEmpty();
  }

  @Test
  void apply_leavesAnEditedObjectOfOursAlone_whenNothingChanges() {
    answer(
        toConfig(),
        200,
        HOUR_LATER,
        body("1", ours(CREATED), theirs("kubectl", "Update", CREATED)));
    assertThat(apply()).isEqualTo(Action.UNCHANGED);
    assertThat(fake.getAllServeEvents()).hasSize(1);
  }

  @Test
  void apply_saysWhatWasWritten_whenItFailsInTheMiddle() {
    ResolvedService service = Services.tutorial();
    answer(patch(urlPathMatching("/.*")), 201, SAME_SECOND, body("1", ours(CREATED)));
    answer(
        patch(urlPathMatching("/apis/apps/.*")),
        403,
        SAME_SECOND,
        Fake.status(403, "Forbidden", "User a cannot patch resource deployments"));
    assertThatThrownBy(() -> applier.apply(new ObjectRenderer().render(service), heard::add))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContainingAll(
            "patch Deployment default/bert-tfserving-v1-tensorflow-serving",
            "Written before that:",
            "PersistentVolumeClaim default/bert-tfserving-model",
            "Running it again converges; delete() removes them.")
        .hasMessageNotContaining("HorizontalPodAutoscaler");
    assertThat(heard).hasSize(7);
  }

  @Test
  void apply_sendsOneRequestAnObject_eachAfterWhatItNeeds() {
    answer(patch(urlPathMatching("/.*")), 201, SAME_SECOND, body("1", ours(CREATED)));
    List<Manifest> manifests = new ObjectRenderer().render(Services.tutorial());
    List<PlannedChange> changes = applier.apply(manifests, heard::add);
    assertThat(changes)
        .extracting(PlannedChange::object)
        .containsExactlyElementsOf(manifests.stream().map(Manifest::object).toList());
    List<String> urls = new ArrayList<>();
    for (ServeEvent event : fake.getAllServeEvents()) {
      urls.add(0, event.getRequest().getUrl().replaceAll("\\?.*", ""));
    }
    assertThat(urls).hasSize(manifests.size());
    assertThat(urls.subList(4, 6)).anyMatch(url -> url.contains("/persistentvolumes/"));
    assertThat(urls.get(6)).contains("/persistentvolumeclaims/");
    assertThat(urls.get(7)).contains("/deployments/");
    assertThat(urls.get(8)).contains("/horizontalpodautoscalers/");
  }

  @Test
  void apply_setsTheReplicas_whenOnlyTheAutoscalerHadThem() {
    ObjectRef workload = Resource.DEPLOYMENT.ref("default", "d");
    String path = "/apis/apps/v1/namespaces/default/deployments/d";
    String conflict =
        "{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\",\"message\":\"m\",\"details\":"
            + "{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"field\":\".spec.replicas\","
            + "\"message\":\"conflict with \\\"kube-controller-manager\\\" with subresource"
            + " \\\"scale\\\" using apps/v1\"}]}}";
    fake.stubFor(
        patch(urlPathEqualTo(path))
            .inScenario("s")
            .willSetStateTo("scaled")
            .willReturn(aResponse().withStatus(409).withBody(conflict)));
    answer(
        patch(urlPathEqualTo(path)).inScenario("s").whenScenarioStateIs("scaled"),
        200,
        SAME_SECOND,
        body("1", ours(CREATED)));
    answer(patch(urlPathEqualTo(path + "/scale")), 200, SAME_SECOND, "{}");
    applier.apply(
        List.of(new Manifest(workload, Map.of("spec", Map.of("replicas", 2)), false)), heard::add);
    fake.verify(
        patchRequestedFor(urlPathEqualTo(path + "/scale"))
            .withHeader("Content-Type", containing("merge-patch"))
            .withRequestBody(equalToJson("{\"spec\":{\"replicas\":2}}")));
    assertThat(heard).hasSize(1);
  }

  @Test
  void apply_takesTheMinimumOver_whenOnlyASwitchOfTheClockHadSetIt() {
    ObjectRef autoscaler = Resource.AUTOSCALER.ref("default", "a");
    String path = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/a";
    String conflict =
        "{\"kind\":\"Status\",\"code\":409,\"reason\":\"Conflict\",\"message\":\"m\",\"details\":"
            + "{\"causes\":[{\"reason\":\"FieldManagerConflict\",\"field\":\".spec.minReplicas\","
            + "\"message\":\"conflict with \\\"elastic-inference-schedule\\\" using"
            + " autoscaling/v2\"}]}}";
    answer(patch(urlPathEqualTo(path)), 409, SAME_SECOND, conflict);
    answer(
        patch(urlPathEqualTo(path)).withQueryParam("force", equalTo("true")),
        200,
        SAME_SECOND,
        body("1", ours(CREATED)));
    Manifest manifest = new Manifest(autoscaler, Map.of("spec", Map.of("minReplicas", 2)), false);

    applier.apply(List.of(manifest), heard::add);

    assertThat(heard).hasSize(1);
    answer(patch(urlPathEqualTo(path)), 409, SAME_SECOND, conflict.replace("-schedule", "-other"));
    assertThatThrownBy(() -> applier.apply(List.of(manifest), heard::add))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void apply_deletesTheSwitches_whenTheWindowsAreGone() {
    ResolvedService before = Services.windows();
    Manifest old =
        new ObjectRenderer()
            .render(before).stream()
                .filter(m -> Resource.of(m.object()) == Resource.DEPLOYMENT)
                .findFirst()
                .get();
    memory.rememberWorkload(old.object(), old.body());
    answer(
        get(urlPathMatching("/.*")),
        200,
        SAME_SECOND,
        Bodies.labelled(Bodies.OUR_LABEL + ",\"servingVersion\":\"v1\"", "1", ours(CREATED)));
    answer(
        com.github.tomakehurst.wiremock.client.WireMock.delete(urlPathMatching("/.*")),
        200,
        SAME_SECOND,
        "{\"kind\":\"Status\"}");
    answer(patch(urlPathMatching("/.*")), 200, HOUR_LATER, body("1", ours(CREATED)));

    assertThat(
            applier.apply(new ObjectRenderer().render(Services.sticky()), heard::add).stream()
                .filter(change -> change.action() == Action.DELETE)
                .map(change -> change.object().kind()))
        .containsExactlyInAnyOrder("ServiceAccount", "Role", "RoleBinding", "CronJob", "CronJob");
  }

  @Test
  void apply_letsAVolumeForgetItsEarlierClaim_whenThatIsGone() {
    String path = "/api/v1/persistentvolumes/v";
    answer(
        patch(urlPathEqualTo(path)),
        200,
        HOUR_LATER,
        body("1", ours(CREATED)).replaceFirst("\\}$", ",\"status\":{\"phase\":\"Released\"}}"));
    applier.apply(
        List.of(new Manifest(Resource.PERSISTENT_VOLUME.ref(null, "v"), Map.of("a", 1), false)),
        heard::add);
    fake.verify(
        patchRequestedFor(urlPathEqualTo(path))
            .withRequestBody(
                equalToJson("{\"spec\":{\"claimRef\":{\"uid\":null,\"resourceVersion\":null}}}")));
  }

  @Test
  void apply_deletesTheAutoscaler_whenTheServiceScalesNoMore() {
    ResolvedService before = Services.tutorial();
    ResolvedService after =
        new ResolvedService(
            Services.spec(before.names(), null, before.spec().exposureGiven()),
            before.names(),
            before.modelVersion(),
            before.volume(),
            before.placement(),
            List.of());
    ObjectRef workload =
        Resource.DEPLOYMENT.ref(before.names().namespace(), before.names().workload());
    Manifest old =
        new ObjectRenderer()
            .render(before).stream().filter(m -> m.object().equals(workload)).findFirst().get();
    memory.rememberWorkload(workload, old.body());
    String path =
        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/"
            + before.names().workload();
    answer(
        get(urlPathEqualTo(path)),
        200,
        SAME_SECOND,
        Bodies.labelled(Bodies.OUR_LABEL + ",\"servingVersion\":\"v1\"", "1", ours(CREATED)));
    answer(
        com.github.tomakehurst.wiremock.client.WireMock.delete(urlPathEqualTo(path)),
        200,
        SAME_SECOND,
        "{\"kind\":\"Status\"}");
    answer(patch(urlPathMatching("/.*")), 200, HOUR_LATER, body("1", ours(CREATED)));
    List<PlannedChange> changes = applier.apply(new ObjectRenderer().render(after), heard::add);
    assertThat(changes.get(changes.size() - 1))
        .satisfies(change -> assertThat(change.action()).isEqualTo(Action.DELETE))
        .satisfies(
            change -> assertThat(change.object().kind()).isEqualTo("HorizontalPodAutoscaler"));
  }
}
