package io.elasticinference.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.elasticinference.testkit.oss.ForeignClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares what is in the store with what is on disk through the eyes of the Python SDK. */
final class UploadJudge implements AutoCloseable {

  private static final Gson JSON = new Gson();

  private final Process program;
  private final BufferedReader answers;
  private final Writer questions;

  /** What the judge's program writes. */
  private record Verdict(Map<String, String> files, List<String> uploads) {}

  /** Starts one; skips the tests where there is no such client. */
  UploadJudge() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ForeignClients.python().toString(), "-B", "src/test/python/upload_judge.py");
    builder.environment().putAll(OssScene.KEYS);
    program = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = program.inputReader(UTF_8);
    questions = program.outputWriter(UTF_8);
  }

  /** Fails unless the tree is the same, and no upload is open. */
  void holds(OssScene scene) throws IOException {
    questions.write(
        JSON.toJson(Map.of("endpoint", scene.server().uri().toString(), "prefix", OssScene.FOLDER))
            + "\n");
    questions.flush();
    Verdict verdict = JSON.fromJson(answers.readLine(), Verdict.class);
    assertThat(verdict).as("the judge's answer").isNotNull();
    Map<String, String> files = new TreeMap<>(verdict.files());
    assertThat(files.remove(OssScene.MANIFEST)).isNotNull();
    assertThat(files).isEqualTo(local(scene));
    assertThat(verdict.uploads()).isEmpty();
  }

  private static Map<String, String> local(OssScene scene) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(scene.model())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        byte[] sum = sha.digest(Files.readAllBytes(path));
        sums.put(scene.model().relativize(path).toString(), HexFormat.of().formatHex(sum));
      }
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    return sums;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    program.destroy();
  }
}
