package io.elasticinference.k8s.internal.apply;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.elasticinference.ConflictException;
import io.elasticinference.Exposure;
import io.elasticinference.Framework;
import io.elasticinference.InvalidSpecException;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Fake;
import io.elasticinference.spi.ServiceNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanaryCheckTest {

  private static final ServiceNames NAMES =
      new ServiceNames("default", "bert", "v2", Framework.TENSORFLOW);
  private static final String INGRESSES = "/apis/networking.k8s.io/v1/namespaces/default/ingresses";

  private WireMockServer fake;
  private ApiServer server;

  @BeforeEach
  void start() {
    fake = Fake.start();
    server = Fake.connect(fake);
    fake.stubFor(
        get(urlPathMatching("/.*"))
            .willReturn(
                aResponse().withStatus(404).withBody(Fake.status(404, "NotFound", "not found"))));
  }

  @AfterEach
  void stop() {
    server.close();
    fake.stop();
  }

  private void ingress(String name, String service, String version) {
    fake.stubFor(
        get(urlPathEqualTo(INGRESSES + "/" + name))
            .willReturn(
                aResponse()
                    .withBody(
                        """
                        {"metadata":{"name":"%s","labels":{"app.kubernetes.io/part-of":"%s",
                          "servingVersion":"%s"}},
                         "spec":{"rules":[{"host":"ai.example.com"}]}}\
                        """
                            .formatted(name, service, version))));
  }

  private void check(String host) {
    new CanaryCheck(server).check(NAMES, Exposure.host(host).canary(10));
  }

  @Test
  void check_isContent_whenAnotherVersionHasTheIngress() {
    ingress("bert", "bert", "v1");
    assertThatCode(() -> check("ai.example.com")).doesNotThrowAnyException();
    ingress("bert.canary", "bert", "v2");
    assertThatCode(() -> check("ai.example.com")).doesNotThrowAnyException();
  }

  @Test
  void check_refuses_whenThereIsNothingToShare() {
    assertThatThrownBy(() -> check("ai.example.com"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("ingress.canary: service without an ingress (expected: another");
    ingress("bert", "bert", "v2");
    assertThatThrownBy(() -> check("ai.example.com"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("version v2, which has the whole ingress");
    ingress("bert", "bert", "v1");
    assertThatThrownBy(() -> check("other.example.com"))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("host other.example.com, which ingress bert has not");
  }

  @Test
  void check_leavesItAlone_whenItIsSomebodyElses() {
    ingress("bert", "bert", "v1");
    ingress("bert.canary", "", "");
    assertThatThrownBy(() -> check("ai.example.com"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("bert.canary: of somebody else");
  }
}
