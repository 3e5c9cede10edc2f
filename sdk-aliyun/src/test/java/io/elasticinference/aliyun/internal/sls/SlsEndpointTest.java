package io.elasticinference.aliyun.internal.sls;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.http.client.HttpMethod;
import com.aliyun.openservices.log.http.comm.DefaultServiceClient;
import com.aliyun.openservices.log.http.comm.RequestMessage;
import com.aliyun.openservices.log.http.comm.ServiceClient;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.aliyun.internal.sls.SlsEndpoint.Proxy;
import io.elasticinference.spi.Environment;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlsEndpointTest {

  private static SlsEndpoint endpoint(String setting) {
    return SlsEndpoint.of(
        Environment.of(Map.of("SLS_ENDPOINT", setting, "ALIBABA_CLOUD_REGION_ID", "cn-shanghai")));
  }

  @Test
  void of_isTheRegionsOverTls_whenNothingIsSet() {
    assertThat(SlsEndpoint.of(Environment.of(Map.of("ALIBABA_CLOUD_REGION_ID", "cn-beijing"))))
        .isEqualTo(new SlsEndpoint("https://cn-beijing.log.aliyuncs.com", "cn-beijing", null));
  }

  @Test
  void of_takesHostNamesAsTheyAre_overTlsUnlessTheySayHttp() {
    assertThat(endpoint("cn-shanghai-intranet.log.aliyuncs.com").url())
        .isEqualTo("https://cn-shanghai-intranet.log.aliyuncs.com");
    assertThat(endpoint("http://cn-shanghai-intranet.log.aliyuncs.com/").url())
        .isEqualTo("http://cn-shanghai-intranet.log.aliyuncs.com");
  }

  @Test
  void of_knowsTheRegionFromTheEndpoint() {
    assertThat(
            SlsEndpoint.of(
                    Environment.of(
                        Map.of("SLS_ENDPOINT", "https://cn-hangzhou-intranet.log.aliyuncs.com")))
                .region())
        .isEqualTo("cn-hangzhou");
  }

  @Test
  void of_goesThroughAnAddressAsAProxy() {
    SlsEndpoint expected =
        new SlsEndpoint(
            "http://cn-shanghai.log.aliyuncs.com", "cn-shanghai", new Proxy("127.0.0.1", 8093));

    assertThat(endpoint("http://127.0.0.1:8093")).isEqualTo(expected);
    assertThat(endpoint("http://127.0.0.1").proxy()).isEqualTo(new Proxy("127.0.0.1", 80));
    assertThat(endpoint("http://localhost:1").proxy()).isEqualTo(new Proxy("localhost", 1));
    assertThat(endpoint("http://sls.test:81").proxy()).isEqualTo(new Proxy("sls.test", 81));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:443",
        "127.0.0.1:80",
        "ftp://x",
        "http://x/path",
        "a b",
        "http://"
      })
  void of_refusesWhatCannotBeOne(String setting) {
    assertThatThrownBy(() -> endpoint(setting))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("SLS_ENDPOINT: " + setting);
  }

  @Test
  void of_saysThatTheRegionIsMissing() {
    assertThatThrownBy(() -> SlsEndpoint.of(Environment.of(Map.of())))
        .isInstanceOf(MetricsUnavailableException.class)
        .hasMessageContaining("ALIBABA_CLOUD_REGION_ID: (not set)");
  }

  /** The SDK's own transport takes the same certificate, so this test would see the difference. */
  @Test
  void verifyingServiceClient_refusesACertificateThatNobodySigned() throws Exception {
    WireMockServer server =
        new WireMockServer(WireMockConfiguration.options().httpDisabled(true).dynamicHttpsPort());
    server.stubFor(any(anyUrl()).willReturn(ok()));
    server.start();
    ServiceClient theirs = new DefaultServiceClient(new ClientConfiguration());
    ServiceClient ours = new VerifyingServiceClient(new ClientConfiguration());
    try {
      assertThat(theirs.sendRequest(request(server), "UTF-8").getStatusCode()).isEqualTo(200);
      assertThatThrownBy(() -> ours.sendRequest(request(server), "UTF-8"))
          .hasRootCauseInstanceOf(Exception.class)
          .hasCauseInstanceOf(SSLException.class);
    } finally {
      theirs.shutdown();
      ours.shutdown();
      server.stop();
    }
  }

  private static RequestMessage request(WireMockServer server) {
    RequestMessage request = new RequestMessage();
    request.setMethod(HttpMethod.GET);
    request.setEndpoint(URI.create("https://localhost:" + server.httpsPort()));
    request.setResourcePath("/");
    request.setHeaders(new HashMap<>());
    request.setParameters(new HashMap<>());
    return request;
  }
}
