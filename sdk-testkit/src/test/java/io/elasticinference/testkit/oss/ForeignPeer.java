package io.elasticinference.testkit.oss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One foreign client in one way to use it, run once, in a process of its own. */
final class ForeignPeer {

  /** The clients that are asked. */
  enum Client {
    OSS2("oss2 of Python", "oss_peer_oss2.py"),
    PYTHON_V2("alibabacloud-oss-v2 of Python", "oss_peer_v2.py"),
    GO_V2("alibabacloud-oss-go-sdk-v2", "");

    private final String name;
    private final String script;

    Client(String name, String script) {
      this.name = name;
      this.script = script;
    }

    private List<String> command() throws IOException, InterruptedException {
      return script.isEmpty()
          ? List.of(ForeignClients.goPeer().toString())
          : List.of(
              ForeignClients.python().toString(),
              Path.of("src/test/python", script).toAbsolutePath().toString());
    }
  }

  private final Client client;
  private final String signature;
  private final boolean byHost;
  private final OssCredential credential;
  private @Nullable String said;

  /**
   * Makes one.
   *
   * @param byHost whether buckets are in host names, which the client reaches by the server as its
   *     proxy, or in the path
   */
  ForeignPeer(Client client, String signature, boolean byHost, OssCredential credential) {
    this.client = client;
    this.signature = signature;
    this.byHost = byHost;
    this.credential = credential;
  }

  /**
   * Runs the client the first time, and gives what it said.
   *
   * @param directory an empty folder
   */
  String run(Path directory) throws IOException, InterruptedException {
    if (said == null) {
      List<String> command = client.command();
      try (OssServer server =
          OssServer.builder(directory.resolve("oss")).credential(credential).start()) {
        said = run(command, server, directory);
      }
    }
    return said;
  }

  private String run(List<String> command, OssServer server, Path directory)
      throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    URI uri = server.uri();
    environment.put(
        "OSS_ENDPOINT",
        byHost ? "http://oss-" + server.region() + ".aliyuncs.com" : uri.toString());
    environment.put("OSS_PROXY", byHost ? uri.toString() : "");
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
    return Files.readString(output, UTF_8);
  }

  @Override
  public String toString() {
    return client.name
        + ", signature "
        + signature
        + (byHost ? ", bucket in the host" : ", bucket in the path")
        + (credential.securityToken().isPresent() ? ", temporary key" : ", lasting key");
  }
}
