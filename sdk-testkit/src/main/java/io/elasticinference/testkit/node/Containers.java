package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.modelserver.Capacity;
import io.elasticinference.testkit.modelserver.ModelServer;
import io.elasticinference.testkit.modelserver.ModelServerCommand;
import io.elasticinference.testkit.modelserver.VllmServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Decides by image, command and arguments what a container runs. */
final class Containers {
  /** The tag of an image that cannot be pulled. */
  static final String MISSING = ":missing";

  /** The tag of an image that exits as soon as it starts. */
  static final String CRASH = ":crash";

  /** The tag of an image that runs and opens no port. */
  static final String NEVER_READY = ":never-ready";

  /** The annotation with the least time that a prediction takes. */
  static final String SERVICE_TIME = "localcloud.elasticinference.io/service-time";

  /** The annotation with how many predictions run at once. */
  static final String CONCURRENCY = "localcloud.elasticinference.io/concurrency";

  private static final Pattern SERVING =
      Pattern.compile("(?:^|/)tensorflow[/-]serving(?:[:@-].*)?$");

  private static final Pattern VLLM = Pattern.compile("(?:^|/)vllm-openai(?:[:@-].*)?$");

  private final Capacity defaults;

  Containers(Capacity defaults) {
    this.defaults = defaults;
  }

  /**
   * Starts what a container runs.
   *
   * @throws IllegalArgumentException when an annotation of the pod cannot be read
   */
  ContainerProcess start(
      Pod pod, Pod.Container container, Function<String, Path> files, ContainerLog log) {
    String image = container.image();
    if (image.endsWith(CRASH)) {
      log.add("the image " + image + " ends as soon as it starts");
      return Processes.Crashing.with(1);
    }
    if (image.endsWith(NEVER_READY)) {
      log.add("the image " + image + " never opens a port");
      return Processes.Silent.start();
    }
    Map<String, String> variables = FieldPaths.environment(pod, container);
    List<String> words = Expansion.of(words(container), variables);
    if (isModelServer(image, words)) {
      Capacity capacity = capacity(pod.annotations());
      return new Processes.Model(
          ModelServer.start(new ModelServerCommand(words, files, log::add, capacity)));
    }
    if (VLLM.matcher(image).find()) {
      Capacity capacity = capacity(pod.annotations());
      return new Processes.Vllm(
          VllmServer.start(new ModelServerCommand(words, files, log::add, capacity)));
    }
    if (JavaProcess.runs(words)) {
      return JavaProcess.start(words, variables, files, log);
    }
    List<Integer> ports = new ArrayList<>();
    for (JsonObject port : Json.objects(container.json(), "ports")) {
      ports.add(Json.number(port, 0, "containerPort"));
    }
    log.add("the image " + image + " is played: it answers on " + ports);
    return Processes.Web.start(ports, image + "\n");
  }

  private Capacity capacity(Map<String, String> annotations) {
    String time = annotations.get(SERVICE_TIME);
    String concurrency = annotations.get(CONCURRENCY);
    Duration serviceTime = time == null ? defaults.serviceTime() : Durations.parse(time);
    try {
      return new Capacity(
          serviceTime,
          concurrency == null ? defaults.concurrency() : Integer.parseInt(concurrency));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          CONCURRENCY + ": " + concurrency + " (expected: a number)", e);
    }
  }

  private static boolean isModelServer(String image, List<String> words) {
    boolean named =
        words.stream().limit(1).anyMatch(word -> word.matches("(?:.*/)?tensorflow_model_server"));
    return named || SERVING.matcher(image).find();
  }

  /**
   * Returns the command line: without a command, the official image's entry point comes first, with
   * its ports and the model that MODEL_NAME and MODEL_BASE_PATH name; a shell line is split into
   * its words.
   */
  private static List<String> words(Pod.Container container) {
    List<String> command = container.command();
    List<String> words = new ArrayList<>(command);
    words.addAll(container.args());
    if (words.size() >= 3
        && words.get(0).matches("(?:.*/)?(?:ba)?sh")
        && words.get(1).equals("-c")) {
      return ShellWords.split(words.get(2));
    }
    if (command.isEmpty() && SERVING.matcher(container.image()).find()) {
      String model = container.variable("MODEL_NAME", "model");
      words.removeIf(word -> word.matches("(?:.*/)?tensorflow_model_server"));
      words.addAll(
          0,
          List.of(
              "tensorflow_model_server",
              "--port=8500",
              "--rest_api_port=8501",
              "--model_name=" + model,
              "--model_base_path="
                  + container.variable("MODEL_BASE_PATH", "/models")
                  + "/"
                  + model));
    }
    return words;
  }
}
