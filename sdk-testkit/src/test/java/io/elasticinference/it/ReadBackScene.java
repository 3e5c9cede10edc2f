package io.elasticinference.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.Model;
import io.elasticinference.Models;
import io.elasticinference.event.ServiceEvent;
import io.elasticinference.store.StoredVersion;
import io.elasticinference.testkit.fault.Request;
import io.elasticinference.testkit.oss.ForeignClients;
import io.elasticinference.testkit.oss.OssCredential;
import io.elasticinference.testkit.oss.OssServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A local OSS, a model on disk, a client that has no cluster, and foreign clients that judge. */
@Timeout(120)
abstract class ReadBackScene {

  static final String BERT = "oss://models/nlp/bert";
  static final String FOLDER = "nlp/bert/7/";
  static final int MIB = 1024 * 1024;

  @TempDir Path directory;
  Path model;
  OssServer server;
  OSS judge;
  InferenceClient client;
  Models models;
  final List<ServiceEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    server =
        OssServer.builder(directory.resolve("oss"))
            .credential(OssCredential.of("LTAIit", "sesame"))
            .bucket("models")
            .start();
    judge = new OSSClientBuilder().build(server.uri().toString(), "LTAIit", "sesame");
    client = client(Map.of());
    models = client.models();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    judge.shutdown();
    server.close();
  }

  InferenceClient client(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("KUBECONFIG", directory.resolve("there-is-none").toString());
    all.put("OSS_ENDPOINT", server.uri().toString());
    all.put("ALIBABA_CLOUD_REGION_ID", server.region());
    all.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIit");
    all.put("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "sesame");
    all.putAll(settings);
    return InferenceClient.builder().environment(all).listener(events::add).build();
  }

  void file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(name.hashCode()).nextBytes(bytes);
    Path path = model.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  StoredVersion upload(long version) {
    return models.upload(Model.tensorflow("bert").upload(model).to(BERT).version(version));
  }

  static Map<String, Integer> tree(Path folder) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  void manyNames() throws IOException {
    file("saved_model.pb", 1000);
    file("variables/variables.index", 0);
    file("variables/variables.data-00000-of-00001", 40 * MIB + 17);
    file("assets/vocab 中文 a+b%20c&d=e#f<g>.txt", 300);
  }

  void python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ForeignClients.python().toString());
    command.add(Path.of("src/test/python/models_peer.py").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "OSS_ENDPOINT", server.uri().toString(),
                "OSS_REGION", server.region(),
                "OSS_ACCESS_KEY_ID", "LTAIit",
                "OSS_ACCESS_KEY_SECRET", "sesame",
                "NO_PROXY", "127.0.0.1"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).startsWith("ok: ");
  }

  static boolean readsData(Request request) {
    return request.method().equals("GET") && request.path().contains("variables.data");
  }
}
