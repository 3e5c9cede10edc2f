package io.elasticinference.testkit.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelServerTest {
  private static final Path SAMPLES = Path.of("../samples/models");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final List<ModelServer> servers = new ArrayList<>();
  @TempDir Path root;

  @AfterEach
  void stop() {
    servers.forEach(ModelServer::close);
  }

  @Test
  void predict_answersAsTensorFlowDoes_whenTheModelIsTheSample() throws Exception {
    ModelServer server = startSample(Capacity.DEFAULT);
    JsonObject golden =
        JsonParser.parseString(Files.readString(SAMPLES.resolve("chnsenticorp.golden.json")))
            .getAsJsonObject();
    assertThat(golden.getAsJsonArray("cases")).isNotEmpty();
    for (JsonElement item : golden.getAsJsonArray("cases")) {
      HttpResponse<String> answer =
          post(
              server,
              "/v1/models/chnsenticorp:predict",
              item.getAsJsonObject().get("request").toString());
      assertThat(answer.statusCode()).isEqualTo(200);
      GraphTest.assertSame(
          JsonParser.parseString(answer.body()), item.getAsJsonObject().get("response"));
    }
  }

  @Test
  void predict_laysTheAnswerOutAsTensorFlowServing_whenAskedByRowsAndByColumns() throws Exception {
    ModelServer server = start(mount("half", Path.of("src/test/models/half_plus_two")), "half");
    String path = "/v1/models/half/versions/1:predict";
    assertThat(post(server, path, "{\"instances\": [1.0, 2.0, 5.0]}").body())
        .isEqualTo("{\n    \"predictions\": [2.5, 3.0, 4.5\n    ]\n}");
    assertThat(post(server, path, "{\"inputs\": [[1.0], [2.0]]}").body())
        .isEqualTo(
            "{\n    \"outputs\": [\n        [\n            2.5\n        ],\n        [\n            3.0\n        ]\n    ]\n}");
  }

  @Test
  void predict_answersABatch_whenItIsLargerThanTheHttpServersDefaultLimit() throws Exception {
    ModelServer server = start(mount("half", Path.of("src/test/models/half_plus_two")), "half");
    String spaces = " ".repeat(3 * 1024 * 1024);

    HttpResponse<String> answer =
        post(server, "/v1/models/half:predict", "{\"instances\": [1.0, " + spaces + "2.0]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("2.5, 3.0");
  }

  @Test
  void status_answersTheVersions_whenTheyAreLoaded() throws Exception {
    ModelServer server = startSample(Capacity.DEFAULT);
    assertThat(get(server, "/v1/models/chnsenticorp").body())
        .isEqualTo(
            """
            {
             "model_version_status": [
              {
               "version": "1623831335",
               "state": "AVAILABLE",
               "status": {
                "error_code": "OK",
                "error_message": ""
               }
              }
             ]
            }
            """);
    assertThat(get(server, "/v1/models/chnsenticorp/versions/1623831335").statusCode())
        .isEqualTo(200);
    HttpResponse<String> metadata = get(server, "/v1/models/chnsenticorp/metadata");
    assertThat(metadata.body())
        .contains("\"signature_def\"", "\"name\": \"features:0\"", "\"size\": \"-1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /v1/models/other                          |                      | 404 | Could not find any versions of model other",
        "GET  | /v1/models/chnsenticorp/versions/5        |                      | 404 | Could not find version 5 of model chnsenticorp",
        "GET  | /v1/models                                |                      | 400 | Missing model name in request.",
        "GET  | /v1/nothing                               |                      | 400 | Malformed request: GET /v1/nothing",
        "POST | /v1/models/other:predict                  | {'instances':[[1]]}  | 404 | Servable not found for request: Latest(other)",
        "POST | /v1/models/chnsenticorp/versions/5:predict | {'instances':[[1]]} | 404 | Servable not found for request: Specific(chnsenticorp, 5)",
        "POST | /v1/models/chnsenticorp:predict           | {                    | 400 | JSON Parse error: Invalid value. at line 1",
        "POST | /v1/models/chnsenticorp:predict           | [1]                  | 400 | JSON Value: [1] Is not object",
        "POST | /v1/models/chnsenticorp:predict           | {}                   | 400 | Missing 'inputs' or 'instances' key",
        "POST | /v1/models/chnsenticorp:predict           | {'instances':[]}     | 400 | No values in 'instances' array",
        "POST | /v1/models/chnsenticorp:predict           | {'instances':[['a']]} | 400 | Type: String is not of expected type: float",
        "POST | /v1/models/chnsenticorp:predict           | {'instances':[[1],[1,2]]} | 400 | Expecting tensor size: 1 but got: 2",
        "POST | /v1/models/chnsenticorp:predict           | {'signature_name':'x','instances':[[1]]} | 400 | Serving signature name: \\\"x\\\" not found in signature def",
        "POST | /v1/models/chnsenticorp:predict           | {'instances':[[1,2]]} | 400 | Matrix size-incompatible: In[0]: [1,2], In[1]: [8,6]"
      })
  void request_isRefusedInTensorFlowServingsWords_whenItIsWrong(
      String method, String path, String body, int status, String message) throws Exception {
    ModelServer server = startSample(Capacity.DEFAULT);
    HttpResponse<String> answer =
        method.equals("GET") ? get(server, path) : post(server, path, body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{ \"error\": \"").contains(message);
    assertThat(JsonParser.parseString(answer.body()).getAsJsonObject().has("error")).isTrue();
  }

  @Test
  void start_waitsForEver_whenNoVersionIsThere() {
    ModelServer server =
        launch("--model_name=m", "--model_base_path=/models/m", "--rest_api_port=8501");
    await()
        .untilAsserted(
            () ->
                assertThat(log)
                    .anyMatch(line -> line.contains("Could not find base path /models/m")));
    assertThat(server.loopbackPort(8501)).isEmpty();
    assertThat(server.exited()).isNotDone();
  }

  @Test
  void start_loadsTheVersion_whenItAppearsLater() throws Exception {
    Files.createDirectories(root.resolve("models/m"));
    ModelServer server =
        launch("--model_name=m", "--model_base_path=/models/m", "--rest_api_port=8501");
    await()
        .untilAsserted(
            () ->
                assertThat(log)
                    .anyMatch(
                        line -> line.contains("No versions of servable m found under base path")));
    mount("m", Path.of("src/test/models/half_plus_two"));
    awaitPort(server);
    assertThat(get(server, "/v1/models/m").statusCode()).isEqualTo(200);
  }

  @Test
  void start_givesUp_whenTheFilesAreMissing() throws Exception {
    Files.createDirectories(root.resolve("models/m/3"));
    ModelServer server =
        launch(
            "--model_name=m",
            "--model_base_path=/models/m",
            "--rest_api_port=8501",
            "--max_num_load_retries=1",
            "--load_retry_interval_micros=1000");
    assertThat(server.exited().get(10, TimeUnit.SECONDS)).isEqualTo(255);
    assertThat(log)
        .filteredOn(line -> line.contains("Loading servable: {name: m version: 3} failed"))
        .hasSize(2);
    assertThat(log.get(log.size() - 1))
        .startsWith("Failed to start server. Error: ")
        .contains("1 servable(s) did not become available: {{{name: m version: 3} due to error: ")
        .contains(
            "Could not find SavedModel .pb or .pbtxt at supplied export directory path: /models/m/3");
  }

  @Test
  void start_servesTheVersionsOfThePolicy_whenAConfigFileNamesThem() throws Exception {
    Path half = Path.of("src/test/models/half_plus_two/1");
    for (int version : new int[] {1, 2, 3}) {
      copy(half, root.resolve("models/m/" + version));
    }
    config(
        "model_config_list { config { name: 'm' base_path: '/models/m' model_platform: 'tensorflow'"
            + " model_version_policy { specific { versions: 2 versions: 7 } } } }");
    ModelServer server =
        launch("--model_config_file=/config/models.config", "--rest_api_port=8501");
    awaitPort(server);
    assertThat(get(server, "/v1/models/m").body())
        .contains("\"version\": \"2\"")
        .doesNotContain("\"3\"", "\"1\"");
    assertThat(log)
        .anyMatch(
            line -> line.contains("Version 7 of servable m, which was requested to be served"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_config_list { config { nme: 'm' } }                         | ModelConfig has no field named \"nme\"",
        "model_config_list {                                               | Invalid protobuf file: '/config/models.config'",
        "model_config_list { config { name: 'm' base_path: 'relative' } }  | Expected model m to have an absolute path"
      })
  void start_fails_whenTheConfigIsNone(String text, String message) throws Exception {
    config(text);
    ModelServer server =
        launch("--model_config_file=/config/models.config", "--rest_api_port=8501");
    assertThat(server.exited().get(10, TimeUnit.SECONDS)).isEqualTo(255);
    assertThat(log.get(log.size() - 1))
        .startsWith("Failed to start server. Error: ")
        .contains(message);
  }

  @Test
  void predict_queues_whenMoreComesThanTheCapacityAllows() throws Exception {
    ModelServer server = startSample(new Capacity(Duration.ofMillis(50), 2));
    long start = System.nanoTime();
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answers.add(CLIENT.sendAsync(predictRequest(server), BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    // Ten of 50 ms, two at a time.
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(250));
  }

  @Test
  void stop_letsRequestsUnderWayEnd_whenThereArePatienceAndRequests() throws Exception {
    ModelServer server = startSample(new Capacity(Duration.ofMillis(400), 1));
    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(predictRequest(server), BodyHandlers.ofString());
    await().until(() -> server.underWay() == 1);
    server.stop(Duration.ofSeconds(10));
    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(server.exited().get(10, TimeUnit.SECONDS)).isEqualTo(143);
    assertThat(server.loopbackPort(8501)).isEmpty();
  }

  private ModelServer startSample(Capacity capacity) throws IOException {
    mount("chnsenticorp", SAMPLES.resolve("chnsenticorp"));
    ModelServer server =
        launch(
            capacity,
            "/usr/bin/tensorflow_model_server",
            "--port=8500",
            "--rest_api_port=8501",
            "--model_name=chnsenticorp",
            "--model_base_path=/models/chnsenticorp");
    awaitPort(server);
    return server;
  }

  private ModelServer start(String basePath, String name) {
    ModelServer server =
        launch("--model_name=" + name, "--model_base_path=" + basePath, "--rest_api_port=8501");
    awaitPort(server);
    return server;
  }

  private ModelServer launch(String... arguments) {
    return launch(Capacity.DEFAULT, arguments);
  }

  private ModelServer launch(Capacity capacity, String... arguments) {
    ModelServer server =
        ModelServer.start(
            new ModelServerCommand(
                Arrays.asList(arguments),
                path -> root.resolve(path.substring(1)),
                log::add,
                capacity));
    servers.add(server);
    return server;
  }

  private static void awaitPort(ModelServer server) {
    await().until(() -> server.loopbackPort(8501).isPresent());
  }

  private void config(String text) throws IOException {
    Files.createDirectories(root.resolve("config"));
    Files.writeString(root.resolve("config/models.config"), text);
  }

  private String mount(String name, Path model) throws IOException {
    try (var versions = Files.list(model)) {
      for (Path version : versions.toList()) {
        copy(version, root.resolve("models").resolve(name).resolve(version.getFileName()));
      }
    }
    return "/models/" + name;
  }

  /** The file comes before its folder has its name, as a rename does it. */
  private static void copy(Path version, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path half = target.resolveSibling("incoming");
    Files.createDirectories(half);
    Files.copy(version.resolve("saved_model.pb"), half.resolve("saved_model.pb"));
    Files.move(half, target);
  }

  private static HttpRequest predictRequest(ModelServer server) {
    return HttpRequest.newBuilder(uri(server, "/v1/models/chnsenticorp:predict"))
        .POST(HttpRequest.BodyPublishers.ofString("{\"instances\": [[1,1,0,0,0,0,0,0]]}"))
        .build();
  }

  private static HttpResponse<String> get(ModelServer server, String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri(server, path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(ModelServer server, String path, String body)
      throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(server, path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static URI uri(ModelServer server, String path) {
    return URI.create("http://127.0.0.1:" + server.loopbackPort(8501).orElseThrow() + path);
  }
}
