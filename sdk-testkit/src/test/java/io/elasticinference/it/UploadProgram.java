package io.elasticinference.it;

import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** An upload in a process of its own, which can be killed like any other. */
final class UploadProgram {

  private UploadProgram() {}

  /** Uploads; the argument is the model's folder, the rest says the environment. */
  public static void main(String[] arguments) {
    try (ModelStore store =
        ServiceLoader.load(ModelStore.Provider.class)
            .findFirst()
            .orElseThrow()
            .create(Environment.system())) {
      store.upload(Path.of(arguments[0]), OssScene.LOCATION, 7, (a, b, c, d) -> {});
    }
  }

  /** Starts one. */
  static Process start(OssScene scene, Map<String, String> settings) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                UploadProgram.class.getName(),
                scene.model().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")));
    builder.environment().putAll(scene.environment());
    builder.environment().putAll(settings);
    return builder.start();
  }
}
