package io.elasticinference.it;

import io.elasticinference.InferenceClient;
import io.elasticinference.load.LoadProfile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A load from pods, in a process of its own, which can be ended like any other. */
final class LoadProgram {
  private static final String SENDS = "sends";

  private LoadProgram() {}

  /** Sends until it is ended; the arguments are the namespace and the service. */
  public static void main(String[] arguments) {
    try (InferenceClient client = InferenceClient.connect()) {
      client
          .get(arguments[0], arguments[1])
          .orElseThrow()
          .stressTest(
              LoadProfile.constant(30)
                  .during(Duration.ofMinutes(10))
                  .distributed(2)
                  .unattendedFor(Duration.ofSeconds(5)),
              sample -> System.out.println(SENDS));
    }
  }

  /** Starts one. */
  static Process start(Map<String, String> environment, String namespace, String service)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProgram.class.getName(),
                namespace,
                service));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits until its pods have sent for a second. */
  static boolean awaitSending(Process program) throws IOException {
    // Not closed: the program would end when it writes more.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(SENDS)) {
        return true;
      }
    }
    return false;
  }
}
