package io.elasticinference.k8s.internal.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.spi.PodJob;
import io.elasticinference.spi.PodSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs for tests, and what is heard of them. */
final class Jobs {
  private Jobs() {}

  static PodJob plain() {
    return of(PodSettings.of("eclipse-temurin:17-jre"), Duration.ofMinutes(1));
  }

  static PodJob of(PodSettings settings, Duration lease) {
    return new PodJob(
        "default",
        "bert-load-1a2b3c",
        "bert",
        2,
        settings,
        List.of("java", "-cp", PodJob.PROGRAM + "/load.jar", "Main", PodJob.SIGNAL),
        Map.of("load.jar", new byte[] {1, 2, 3}),
        List.of("first".getBytes(UTF_8), "second".getBytes(UTF_8)),
        Duration.ofMinutes(10),
        lease);
  }

  /** A pod, as the API server shows it; the state is a container's. */
  static String pod(int index, String state) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"default\",\"name\":\"pod-"
        + index
        + "\",\"uid\":\"p"
        + index
        + "\",\"annotations\":{\"batch.kubernetes.io/job-completion-index\":\""
        + index
        + "\"}},\"status\":{\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"load\",\"state\":"
        + state
        + "}]}}";
  }

  static String waiting(int index) {
    return pod(
        index, "{\"waiting\":{\"reason\":\"ImagePullBackOff\",\"message\":\"no such image\"}}");
  }

  static String running(int index) {
    return pod(index, "{\"running\":{}}");
  }

  static String ended(int index, int code, String reason) {
    return pod(index, "{\"terminated\":{\"exitCode\":" + code + ",\"reason\":\"" + reason + "\"}}");
  }

  static String evicted(int index) {
    return running(index)
        .replace(
            "\"phase\":\"Pending\"",
            "\"phase\":\"Failed\",\"reason\":\"Evicted\",\"message\":\"The node was low on memory.\"");
  }

  /** Writes down what it hears. */
  static final class Heard implements PodJob.Listener {
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());

    List<String> all() {
      return List.copyOf(all);
    }

    @Override
    public void line(int pod, String name, String line) {
      all.add(name + " said " + line);
    }

    @Override
    public void waiting(int pod, String name, String why) {
      all.add(name + " waits: " + why);
    }

    @Override
    public void ended(int pod, String name, Optional<String> problem) {
      all.add(name + " ended" + problem.map(what -> ": " + what).orElse(""));
    }
  }
}
