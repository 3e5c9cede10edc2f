package io.elasticinference.k8s.internal.apply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.elasticinference.Autoscale;
import io.elasticinference.ConflictException;
import io.elasticinference.Framework;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.scaling.ScalingRules;
import io.elasticinference.spi.ServiceNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckerTest {

  private static final ServiceNames NAMES =
      new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);
  private static final String WORKLOAD =
      "/apis/apps/v1/namespaces/default/deployments/bert-v1-tensorflow-serving";
  private static final String METRICS = "/apis/external.metrics.k8s.io/v1beta1";

  private static final Autoscale TOLERANT =
      Autoscale.qps(10).scaleDown(ScalingRules.defaults().tolerance(0.2));

  private WireMockServer fake;
  private ApiServer server;
  private Checker checker;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    checker = new Checker(server, new Memory());
    answer("/.*", 404, Fake.status(404, "NotFound", "not found"));
  }

  @AfterEach
  void stop() {
    server.close();
    fake.stop();
  }

  private void answer(String path, int status, String body) {
    fake.stubFor(
        get(path.endsWith(".*") ? urlPathMatching(path) : urlPathEqualTo(path))
            .willReturn(aResponse().withStatus(status).withBody(body)));
  }

  @Test
  void check_asksOnceForTheWorkload_andOnceAConnectionForMetrics() {
    answer(METRICS, 200, "{}");
    checker.check(NAMES, Autoscale.qps(10));
    checker.check(NAMES, Autoscale.qps(10));
    checker.check(NAMES, null);
    assertThat(fake.getAllServeEvents()).hasSize(4);
  }

  @Test
  void check_isContent_whenTheWorkloadIsOurs() {
    answer(WORKLOAD, 200, Bodies.body("1", Bodies.ours(Bodies.CREATED)));
    assertThatCode(() -> checker.check(NAMES, null)).doesNotThrowAnyException();
  }

  @Test
  void check_namesTheOwner_whenTheWorkloadIsSomebodyElses() {
    answer(
        WORKLOAD, 200, Bodies.labelled("", "1", Bodies.theirs("helm", "Update", Bodies.CREATED)));
    assertThatThrownBy(() -> checker.check(NAMES, null))
        .isInstanceOf(ConflictException.class)
        .hasMessageContainingAll("Deployment default/bert-v1-tensorflow-serving", "made by helm");
  }

  @Test
  void check_believesNoLabelAlone() {
    answer(WORKLOAD, 200, Bodies.body("1", Bodies.theirs("kubectl", "Apply", Bodies.CREATED)));
    assertThatThrownBy(() -> checker.check(NAMES, null)).isInstanceOf(ConflictException.class);
  }

  @Test
  void check_saysThatTheAdapterIsMissing_onlyToWhoNeedsIt() {
    assertThatCode(() -> checker.check(NAMES, null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> checker.check(NAMES, Autoscale.qps(10)))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("external.metrics.k8s.io");
  }

  @Test
  void check_asksByADryRunOnce_whetherAToleranceIsKept() {
    answer(METRICS, 200, "{}");
    dryRun(200, "{\"spec\":{\"behavior\":{\"scaleUp\":{\"tolerance\":\"200m\"}}}}");
    checker.check(NAMES, TOLERANT);
    checker.check(NAMES, TOLERANT);
    fake.verify(
        1,
        patchRequestedFor(urlPathMatching("/apis/autoscaling/v2/.*"))
            .withQueryParam("dryRun", equalTo("All")));
  }

  @Test
  void check_refusesATolerance_whereItIsUnknownOrDroppedInSilence() {
    answer(METRICS, 200, "{}");
    dryRun(400, Fake.status(400, "BadRequest", "strict decoding error: unknown field"));
    assertThatThrownBy(() -> checker.check(NAMES, TOLERANT))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("autoscale.scaleDown.tolerance: 0.2 on http")
        .hasMessageContaining("from 1.35 on");
    Checker another = new Checker(server, new Memory());
    dryRun(200, "{\"spec\":{\"behavior\":{\"scaleUp\":{\"selectPolicy\":\"Max\"}}}}");
    assertThatThrownBy(() -> another.check(NAMES, TOLERANT))
        .isInstanceOf(InvalidSpecException.class);
  }

  private void dryRun(int status, String body) {
    fake.stubFor(
        patch(urlPathMatching("/apis/autoscaling/v2/.*"))
            .willReturn(aResponse().withStatus(status).withBody(body)));
  }

  @Test
  void check_goesOn_whenTheAdapterIsThereAndSilent() {
    answer(METRICS, 403, Fake.status(403, "Forbidden", "no"));
    assertThatCode(() -> checker.check(NAMES, Autoscale.qps(10))).doesNotThrowAnyException();
  }
}
