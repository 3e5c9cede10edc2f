package io.elasticinference.aliyun.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.common.utils.CRC64;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application gets the clients without what they bring and this SDK never uses. All tests of
 * this module run on that class path; here are those that are about it.
 */
class LeanClassPathTest {

  private WireMockServer server;
  private OSS oss;

  @BeforeEach
  void start() {
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setSLDEnabled(true);
    configuration.setSignatureVersion(SignVersion.V4);
    oss =
        OSSClientBuilder.create()
            .endpoint(server.baseUrl())
            .region("cn-beijing")
            .credentialsProvider(new DefaultCredentialProvider("id", "secret"))
            .clientConfiguration(configuration)
            .build();
  }

  @AfterEach
  void stop() {
    oss.shutdown();
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.aliyuncs.IAcsClient",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.github.luben.zstd.Zstd",
        "com.google.protobuf.Message",
        "io.kubernetes.client.openapi.ApiClient",
        "io.opentracing.Tracer",
        "javax.xml.bind.JAXBContext",
        "org.bouncycastle.jce.provider.BouncyCastleProvider",
        "org.codehaus.jettison.json.JSONObject"
      })
  void classPath_lacks_whatIsNeverUsed(String heavy) {
    assertThatExceptionOfType(ClassNotFoundException.class)
        .isThrownBy(() -> Class.forName(heavy, false, getClass().getClassLoader()));
  }

  @Test
  void oss_puts_whenItsOwnCredentialProvidersAreLeftOut() {
    byte[] bytes = "a model".getBytes(StandardCharsets.UTF_8);
    CRC64 crc64 = new CRC64(bytes, bytes.length);
    server.stubFor(
        put(urlPathEqualTo("/models/a"))
            .willReturn(
                ok().withHeader("ETag", "\"e\"")
                    .withHeader("x-oss-hash-crc64ecma", Long.toUnsignedString(crc64.getValue()))));

    assertThat(oss.putObject("models", "a", new ByteArrayInputStream(bytes)).getClientCRC())
        .isEqualTo(crc64.getValue());
  }

  @Test
  void oss_readsErrors_whenJaxbIsLeftOut() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withHeader("Content-Type", "application/xml")
                    .withBody(
                        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>"
                            + "<Message>no</Message><RequestId>7</RequestId></Error>")));

    assertThatThrownBy(() -> oss.putObject("models", "a", new ByteArrayInputStream(new byte[] {1})))
        .isInstanceOfSatisfying(
            OSSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("AccessDenied"));
  }

  @Test
  void commonsLogging_writesToSlf4j_whenNobodyBridgesIt() {
    assertThat(LogFactory.getLog("org.apache.http").getClass().getName()).contains("Slf4j");
  }
}
