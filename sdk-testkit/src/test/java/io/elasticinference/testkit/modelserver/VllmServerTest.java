package io.elasticinference.testkit.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VllmServerTest {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private VllmServer start(Path folder, String... arguments) {
    return VllmServer.start(
        new ModelServerCommand(
            List.of(arguments),
            path -> folder.resolve(path.substring(1)),
            log::add,
            Capacity.DEFAULT));
  }

  private static HttpResponse<String> send(VllmServer server, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.loopbackPort(8000).orElseThrow() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!body.isEmpty()) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void model(Path folder) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("m")).resolve("config.json"), "{}");
  }

  @Test
  void start_answersHealthModelsAndCompletions(@TempDir Path folder) throws Exception {
    model(folder);
    try (VllmServer server = start(folder, "--model", "/m", "--served-model-name=qwen")) {
      assertThat(send(server, "/health", "").statusCode()).isEqualTo(200);
      assertThat(send(server, "/v1/models", "").body()).contains("\"id\":\"qwen\"");
      String prompt = "{\"model\":\"qwen\",\"prompt\":\"one two three\",\"max_tokens\":2}";
      assertThat(send(server, "/v1/completions", prompt).body())
          .contains("\"text\":\"one two\"", "\"finish_reason\":\"length\"", "\"total_tokens\":5");
      String chat = "{\"model\":\"qwen\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
      assertThat(send(server, "/v1/chat/completions", chat).body())
          .contains("\"role\":\"assistant\"", "\"content\":\"hi\"", "\"finish_reason\":\"stop\"");
    }
  }

  @Test
  void completions_refuseWhatTheServerCannotAnswer(@TempDir Path folder) throws Exception {
    model(folder);
    try (VllmServer server = start(folder, "--model", "/m")) {
      assertThat(send(server, "/v1/completions", "{\"model\":\"other\",\"prompt\":\"x\"}"))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
          .satisfies(answer -> assertThat(answer.body()).contains("`other` does not exist"));
      assertThat(send(server, "/v1/completions", "{").statusCode()).isEqualTo(400);
      assertThat(send(server, "/v1/completions", "{}").statusCode()).isEqualTo(400);
      assertThat(send(server, "/v1/embeddings", "{}").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void start_endsWithItsReason_whereThereIsNoModel(@TempDir Path folder) {
    VllmServer server = start(folder, "--model", "/m");
    assertThat(server.exited()).isCompletedWithValue(1);
    assertThat(server.loopbackPort(8000)).isEmpty();
    assertThat(log).containsExactly("OSError: Can't load the configuration of '/m'.");
  }

  @Test
  void stop_endsAsASignalDoes(@TempDir Path folder) throws Exception {
    model(folder);
    VllmServer server = start(folder, "--model", "/m", "--port", "9000");
    assertThat(server.loopbackPort(9000)).isPresent();
    server.stop(Duration.ofSeconds(1));
    assertThat(server.exited()).isCompletedWithValue(143);
  }
}
