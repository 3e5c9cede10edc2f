package io.elasticinference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model server that the SDK does not know: its image, how it is started, and where it answers.
 * Immutable; each setting answers a copy, and nothing is checked before a service is planned or
 * deployed.
 *
 * <pre>{@code
 * ServingRuntime vllm = ServingRuntime.of("vllm/vllm-openai:v0.10.0", 8000)
 *     .arguments("--model", ServingRuntime.MODEL_PATH, "--served-model-name", ServingRuntime.MODEL_NAME)
 *     .readyAt("/health")
 *     .requestsAt("/v1/completions");
 * }</pre>
 *
 * <p>The container finds the model's name in the variable {@code MODEL_NAME}, and the folder of the
 * version that is served in {@code MODEL_PATH}. Command and arguments are a list of words, for
 * which no shell is started; Kubernetes fills in variables written as {@code $(NAME)}.
 *
 * @param image the container image
 * @param command the program and its first words; empty: the image's own entry point
 * @param arguments the words that follow
 * @param variables environment variables; they are written into the objects, so no secret may be
 *     among them
 * @param port the port of the container that answers HTTP
 * @param readyPath a path that answers 200 once requests can be answered
 * @param requestPath the path that requests are posted to
 */
public record ServingRuntime(
    String image,
    List<String> command,
    List<String> arguments,
    Map<String, String> variables,
    int port,
    String readyPath,
    String requestPath) {

  /** Stands in command or arguments for the folder of the version that is served. */
  public static final String MODEL_PATH = "$(MODEL_PATH)";

  /** Stands in command or arguments for the model's name. */
  public static final String MODEL_NAME = "$(MODEL_NAME)";

  /** Keeps copies of the lists. */
  public ServingRuntime {
    command = List.copyOf(command);
    arguments = List.copyOf(arguments);
    variables = Map.copyOf(variables);
  }

  /**
   * A server that is started as its image says, and answers at the root of its port.
   *
   * @param image the container image
   * @param port the port of the container that answers HTTP
   * @return the runtime
   */
  public static ServingRuntime of(String image, int port) {
    return new ServingRuntime(image, List.of(), List.of(), Map.of(), port, "/", "/");
  }

  /**
   * Starts another program than the image's entry point.
   *
   * @param words the program and its first words
   * @return the runtime with that command
   */
  public ServingRuntime command(String... words) {
    return new ServingRuntime(
        image, List.of(words), arguments, variables, port, readyPath, requestPath);
  }

  /**
   * Gives the program its arguments.
   *
   * @param words the words, each as it is
   * @return the runtime with those arguments
   */
  public ServingRuntime arguments(String... words) {
    return new ServingRuntime(
        image, command, List.of(words), variables, port, readyPath, requestPath);
  }

  /**
   * Sets one environment variable.
   *
   * @param name its name
   * @param value its value, which everybody may see who may see the service's objects
   * @return the runtime with that variable too
   */
  public ServingRuntime variable(String name, String value) {
    Map<String, String> more = new TreeMap<>(variables);
    more.put(name, value);
    return new ServingRuntime(image, command, arguments, more, port, readyPath, requestPath);
  }

  /**
   * Says where the server tells that it is ready. A replica gets no request before.
   *
   * @param path answers 200 to a GET once requests can be answered
   * @return the runtime with that path
   */
  public ServingRuntime readyAt(String path) {
    return new ServingRuntime(image, command, arguments, variables, port, path, requestPath);
  }

  /**
   * Says where requests go, above all those of a stress test.
   *
   * @param path the path that requests are posted to
   * @return the runtime with that path
   */
  public ServingRuntime requestsAt(String path) {
    return new ServingRuntime(image, command, arguments, variables, port, readyPath, path);
  }

  /** Without the values of the variables. */
  @Override
  public String toString() {
    return "ServingRuntime[" + image + ", port " + port + ", ready at " + readyPath + "]";
  }
}
