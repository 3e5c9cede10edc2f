package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDKs of Python and Go as judges of the local OSS, each in a process of its own. */
class OssForeignClientsTest {

  private static final OssCredential LASTING = OssCredential.of("LTAIlasting", "lasting secret");
  private static final OssCredential TEMPORARY =
      OssCredential.of("STS.temporary", "temporary secret")
          .temporary("CAISto+ken/==", Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir Path directory;
  private OssServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        OssServer.builder(directory.resolve("oss"))
            .credential(LASTING)
            .credential(TEMPORARY)
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "oss_peer_oss2.py, v1",
    "oss_peer_oss2.py, v4",
    "oss_peer_v2.py, v1",
    "oss_peer_v2.py, v4"
  })
  void pythonSdk_findsNoDifference_withALastingKey(String script, String signature)
      throws Exception {
    run(List.of(ForeignClients.python().toString(), script(script)), LASTING, signature);
  }

  @ParameterizedTest
  @CsvSource({"oss_peer_oss2.py, v1", "oss_peer_v2.py, v4"})
  void pythonSdk_findsNoDifference_withATemporaryKey(String script, String signature)
      throws Exception {
    run(List.of(ForeignClients.python().toString(), script(script)), TEMPORARY, signature);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v4"})
  void goSdk_findsNoDifference_withALastingKey(String signature) throws Exception {
    run(List.of(ForeignClients.goPeer().toString()), LASTING, signature);
  }

  @Test
  void goSdk_findsNoDifference_withATemporaryKey() throws Exception {
    run(List.of(ForeignClients.goPeer().toString()), TEMPORARY, "v4");
  }

  private static String script(String name) {
    return Path.of("src/test/python", name).toAbsolutePath().toString();
  }

  private void run(List<String> command, OssCredential credential, String signature)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("OSS_ENDPOINT", server.uri().toString());
    environment.put("OSS_REGION", server.region());
    environment.put("OSS_ACCESS_KEY_ID", credential.accessKeyId());
    environment.put("OSS_ACCESS_KEY_SECRET", credential.accessKeySecret());
    environment.put("OSS_SECURITY_TOKEN", credential.securityToken().orElse(""));
    environment.put("OSS_SIGNATURE", signature);
    environment.put("WORK", Files.createDirectory(directory.resolve("work")).toString());
    environment.put("NO_PROXY", "127.0.0.1,localhost");
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      assertThat(ended).as("ended: %s", Files.readString(output, UTF_8)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output, UTF_8);
    System.out.println(
        command.get(command.size() - 1).replaceAll(".*/", "")
            + " "
            + signature
            + ": "
            + said.strip().replaceAll("(?s).*\n", ""));
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("ok: ");
  }
}
