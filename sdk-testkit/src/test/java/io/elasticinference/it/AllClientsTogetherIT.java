package io.elasticinference.it;

import static io.elasticinference.Autoscale.qps;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.log.Client;
import com.aliyun.openservices.log.common.LogItem;
import com.aliyun.openservices.log.common.auth.DefaultCredentials;
import com.aliyun.openservices.log.common.auth.StaticCredentialsProvider;
import com.aliyun.openservices.log.http.client.ClientConfiguration;
import com.aliyun.openservices.log.request.PutLogsRequest;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import io.elasticinference.spi.Route;
import io.elasticinference.spi.TrafficMetrics;
import io.elasticinference.testkit.controlplane.ControlPlane;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import io.elasticinference.testkit.sls.SlsServer;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.util.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The three clients, which fight over their libraries, in one JVM against real servers: an API
 * server over TLS with certificates, uploads, and log lines that are put, then read.
 */
@Timeout(180)
class AllClientsTogetherIT {

  private static final String ID = "LTAIit";
  private static final String SECRET = "sesame";
  private static final String PROJECT = "k8s-log-c0a1";
  private static final String LOGSTORE = "nginx-ingress";
  private static final Route ROUTE = new Route("default", "bert", 8501);

  @TempDir Path directory;

  @Test
  void allThree_workInOneJvm() throws Exception {
    try (ControlPlane plane = ControlPlane.builder().start();
        OssServer oss =
            OssServer.builder(directory.resolve("oss"))
                .credential(OssCredential.of(ID, SECRET))
                .bucket("models")
                .start();
        SlsServer sls = SlsServer.builder().accessKey(ID, SECRET).start()) {
      sls.createProject(PROJECT);
      sls.createLogstore(PROJECT, LOGSTORE);
      Environment environment =
          Environment.of(
              Map.of(
                  "ACK_CLUSTER_ID",
                  "c0a1",
                  "OSS_ENDPOINT",
                  oss.uri().toString(),
                  "SLS_ENDPOINT",
                  sls.uri().toString(),
                  "ALIBABA_CLOUD_REGION_ID",
                  "cn-beijing",
                  "ALIBABA_CLOUD_ACCESS_KEY_ID",
                  ID,
                  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                  SECRET));

      readANamespace(plane);
      uploadAModel(environment);
      putLogs(sls, 45);
      readTheMetric(environment);
      readANamespace(plane);
    }
  }

  private static void readANamespace(ControlPlane plane) throws Exception {
    CoreV1Api api = new CoreV1Api(Config.fromConfig(plane.kubeconfig().toString()));

    assertThat(api.readNamespace("default").execute().getMetadata().getUid()).isNotEmpty();
  }

  private void uploadAModel(Environment environment) throws Exception {
    Path model = Files.createDirectory(directory.resolve("model"));
    Files.writeString(model.resolve("saved_model.pb"), "a graph");
    try (ModelStore store = only(ModelStore.Provider.class).create(environment)) {
      store.upload(model, "oss://models/bert", 1, (a, b, c, d) -> {});

      assertThat(store.find("oss://models/bert").completeVersions()).containsExactly(1L);
    }
  }

  private static void putLogs(SlsServer sls, int count) throws Exception {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setProxyHost(sls.uri().getHost());
    configuration.setProxyPort(sls.uri().getPort());
    Client client =
        new Client(
            "http://cn-beijing.log.aliyuncs.com",
            new StaticCredentialsProvider(new DefaultCredentials(ID, SECRET)),
            configuration,
            "127.0.0.1");
    int time = Math.toIntExact(System.currentTimeMillis() / 1000) - 18;
    LogItem line = new LogItem(time);
    line.PushBack("proxy_upstream_name", ROUTE.toString());
    line.PushBack("status", "200");
    try {
      List<LogItem> lines = Collections.nCopies(count, line);
      client.PutLogs(new PutLogsRequest(PROJECT, LOGSTORE, "", "127.0.0.1", lines));
    } finally {
      client.shutdown();
    }
  }

  private static void readTheMetric(Environment environment) {
    try (TrafficMetrics metrics = only(TrafficMetrics.Provider.class).create(environment)) {
      assertThat(metrics.asAdapterSeesIt(metrics.scalingMetrics(qps(10), ROUTE).get(0)).value())
          .hasValue(3);
    }
  }

  private static <T> T only(Class<T> provider) {
    return ServiceLoader.load(provider).findFirst().orElseThrow();
  }
}
