package io.elasticinference.aliyun.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.LogItem;
import com.aliyun.openservices.log.common.Logs.LogGroup;
import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.common.auth.StaticCredentialsProvider;
import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.request.PutLogsRequest;
import com.aliyun.openservices.log.util.LZ4Encoder;
import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.common.utils.CRC64;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.util.ClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The three clients fight over protobuf, HttpClient, gson and BouncyCastle; here each is loaded and
 * used for real in one JVM, on the class path that an application gets.
 */
class AllClientsTogetherTest {

  private WireMockServer server;

  @BeforeEach
  void start() {
    server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void allThree_workInOneJvm() throws Exception {
    readANamespace();
    putAnObject();
    putALog();
    readANamespace();
  }

  private void readANamespace() throws Exception {
    server.stubFor(
        get(urlPathEqualTo("/api/v1/namespaces/default"))
            .willReturn(
                okJson(
                    "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\","
                        + "\"metadata\":{\"name\":\"default\",\"resourceVersion\":\"7\"}}")));
    ApiClient client = new ClientBuilder().setBasePath(server.baseUrl()).build();

    assertThat(
            new CoreV1Api(client)
                .readNamespace("default")
                .execute()
                .getMetadata()
                .getResourceVersion())
        .isEqualTo("7");
  }

  private void putAnObject() {
    byte[] bytes = "a model".getBytes(StandardCharsets.UTF_8);
    CRC64 crc64 = new CRC64(bytes, bytes.length);
    server.stubFor(
        put(urlPathEqualTo("/models/a"))
            .willReturn(
                ok().withHeader("ETag", "\"e\"")
                    .withHeader("x-oss-hash-crc64ecma", Long.toUnsignedString(crc64.getValue()))));
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setSLDEnabled(true);
    configuration.setSignatureVersion(SignVersion.V4);
    OSS oss =
        OSSClientBuilder.create()
            .endpoint(server.baseUrl())
            .region("cn-beijing")
            .credentialsProvider(new DefaultCredentialProvider("id", "secret"))
            .clientConfiguration(configuration)
            .build();
    try {
      assertThat(oss.putObject("models", "a", new ByteArrayInputStream(bytes)).getClientCRC())
          .isEqualTo(crc64.getValue());
    } finally {
      oss.shutdown();
    }
  }

  private void putALog() throws Exception {
    server.stubFor(
        post(urlPathEqualTo("/logstores/nginx-ingress/shards/lb"))
            .willReturn(aResponse().withStatus(200).withHeader("x-log-requestid", "1")));
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setProxyHost("127.0.0.1");
    configuration.setProxyPort(server.port());
    Client log =
        new Client(
            "http://cn-beijing.log.aliyuncs.com",
            new StaticCredentialsProvider(new DefaultCredentials("id", "secret")),
            configuration,
            "127.0.0.1");
    try {
      LogItem item = new LogItem(1_700_000_000);
      item.PushBack("proxy_upstream_name", "default-bert-8501");
      log.PutLogs(
          new PutLogsRequest("k8s-log-c", "nginx-ingress", "topic", "source", List.of(item)));
    } finally {
      log.shutdown();
    }
    LoggedRequest sent =
        server
            .findAll(postRequestedFor(urlPathEqualTo("/logstores/nginx-ingress/shards/lb")))
            .get(0);
    int rawSize = Integer.parseInt(sent.getHeader("x-log-bodyrawsize"));
    LogGroup group =
        LogGroup.parseFrom(LZ4Encoder.decompressFromLhLz4Chunk(sent.getBody(), rawSize));
    assertThat(group.getLogs(0).getContents(0).getValue()).isEqualTo("default-bert-8501");
  }
}
