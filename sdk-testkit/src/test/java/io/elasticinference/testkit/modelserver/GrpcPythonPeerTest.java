package io.elasticinference.testkit.modelserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.testkit.oss.ForeignClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** grpcio, gRPC's own library of Python, is content with the model server's port 8500. */
class GrpcPythonPeerTest {
  private static final Path MODELS = Path.of("src/test/models");

  @Test
  void grpcio_getsPredictionsAndErrors_overHttp2WithoutTls() throws Exception {
    Path python = ForeignClients.python();
    ModelServerCommand command =
        new ModelServerCommand(
            List.of("--model_name=half", "--model_base_path=/models/half_plus_two"),
            path -> MODELS.resolve(path.replaceFirst("^/models/?", "")),
            line -> {},
            Capacity.DEFAULT);
    try (ModelServer server = ModelServer.start(command)) {
      await().until(() -> server.loopbackPort(8500).isPresent());
      String address = "127.0.0.1:" + server.loopbackPort(8500).getAsInt();
      Process peer =
          new ProcessBuilder(
                  python.toString(), "src/test/python/grpc_peer.py", address, "half", "x", "y")
              .redirectErrorStream(true)
              .start();
      String output = new String(peer.getInputStream().readAllBytes(), UTF_8);

      assertThat(peer.waitFor(Duration.ofMinutes(1).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(peer.exitValue()).as(output).isZero();
      assertThat(output.lines().filter(line -> line.startsWith("ok: "))).as(output).hasSize(17);
    }
  }
}
