package io.elasticinference.testkit.modelserver;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Plays vLLM's OpenAI-compatible server ({@code vllm/vllm-openai}): it wants a model's folder with
 * a {@code config.json}, tells by {@code /health} and {@code /v1/models}, and completes a prompt by
 * saying its words again. Its capacity is that of the other model servers.
 */
public final class VllmServer implements AutoCloseable {
  private static final int PORT = 8000;
  private static final int FAILED = 1;
  private static final int TERMINATED = 143;
  private static final int MAX_TOKENS = 16;

  private final CompletableFuture<Integer> exited = new CompletableFuture<>();
  private final PredictionThreads predictions;
  private final int port;
  private final String served;
  private final Undertow undertow;

  private VllmServer(PredictionThreads predictions, int port, String served) {
    this.predictions = predictions;
    this.port = port;
    this.served = served;
    this.undertow =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            .addHttpListener(0, "127.0.0.1", this::handle)
            .build();
    undertow.start();
  }

  /**
   * Starts it, as {@code vllm serve} does with these arguments.
   *
   * @param command its command line
   * @return the server; one that has ended already where its model cannot be read
   */
  public static VllmServer start(ModelServerCommand command) {
    List<String> words = command.arguments();
    String model = option(words, "--model", "");
    PredictionThreads predictions = new PredictionThreads(command.capacity());
    int port = Integer.parseInt(option(words, "--port", Integer.toString(PORT)));
    VllmServer server =
        new VllmServer(predictions, port, option(words, "--served-model-name", model));
    Consumer<String> log = command.log();
    Path config = command.files().apply(model).resolve("config.json");
    if (model.isEmpty() || !Files.isRegularFile(config)) {
      log.accept("OSError: Can't load the configuration of '" + model + "'.");
      server.exit(FAILED);
    } else {
      log.accept("INFO:     Started server process, model " + model + " as " + server.served);
      log.accept("INFO:     Uvicorn running on http://0.0.0.0:" + port);
    }
    return server;
  }

  private static String option(List<String> words, String name, String otherwise) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith(name + "=")) {
        return words.get(i).substring(name.length() + 1);
      }
      if (words.get(i).equals(name) && i + 1 < words.size()) {
        return words.get(i + 1);
      }
    }
    return otherwise;
  }

  /**
   * Where it listens for a port of its container.
   *
   * @param containerPort the port
   * @return the port of this machine; empty where it does not listen
   */
  public OptionalInt loopbackPort(int containerPort) {
    return containerPort != port || exited.isDone()
        ? OptionalInt.empty()
        : OptionalInt.of(
            ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort());
  }

  /**
   * When it has ended.
   *
   * @return completes with the exit code
   */
  public CompletableFuture<Integer> exited() {
    return exited;
  }

  /**
   * Ends it.
   *
   * @param patience how long requests under way may take
   */
  public void stop(Duration patience) {
    predictions.shutdown();
    try {
      boolean unused =
          predictions.awaitTermination(
              patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exit(TERMINATED);
  }

  @Override
  public void close() {
    exit(TERMINATED);
  }

  private void exit(int code) {
    if (exited.complete(code)) {
      predictions.shutdownNow();
      undertow.stop();
    }
  }

  private void handle(HttpServerExchange exchange) {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestPath();
    switch (call) {
      case "GET /health" -> exchange.setStatusCode(200).endExchange();
      case "GET /v1/models" -> send(exchange, 200, models());
      case "POST /v1/completions", "POST /v1/chat/completions" ->
          exchange.getRequestReceiver().receiveFullBytes(this::complete);
      default -> send(exchange, 404, error("Not Found", "NotFoundError", 404));
    }
  }

  private void complete(HttpServerExchange exchange, byte[] body) {
    exchange.dispatch(
        task -> {
          try {
            predictions.execute(task);
          } catch (RejectedExecutionException e) {
            send(exchange, 503, error("The server is shutting down", "ServiceUnavailable", 503));
          }
        },
        (HttpServerExchange e) -> answer(e, new String(body, StandardCharsets.UTF_8)));
  }

  private void answer(HttpServerExchange exchange, String body) {
    JsonObject request;
    try {
      request = JsonParser.parseString(body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      send(exchange, 400, error("Invalid JSON: " + e.getMessage(), "BadRequestError", 400));
      return;
    }
    String model = request.has("model") ? request.get("model").getAsString() : served;
    if (!model.equals(served)) {
      String unknown = "The model `" + model + "` does not exist.";
      send(exchange, 404, error(unknown, "NotFoundError", 404));
    } else if (request.has("messages") || request.has("prompt")) {
      send(exchange, 200, completion(request));
    } else {
      send(exchange, 400, error("prompt: Field required", "BadRequestError", 400));
    }
  }

  private JsonObject completion(JsonObject request) {
    boolean chat = request.has("messages");
    String prompt = chat ? last(request.getAsJsonArray("messages")) : text(request);
    List<String> words = List.of(prompt.strip().split("\\s+", -1));
    int most = request.has("max_tokens") ? request.get("max_tokens").getAsInt() : MAX_TOKENS;
    List<String> said = words.subList(0, Math.min(most, words.size()));
    JsonObject choice = new JsonObject();
    choice.addProperty("index", 0);
    if (chat) {
      JsonObject message = new JsonObject();
      message.addProperty("role", "assistant");
      message.addProperty("content", String.join(" ", said));
      choice.add("message", message);
    } else {
      choice.addProperty("text", String.join(" ", said));
    }
    choice.addProperty("finish_reason", said.size() < words.size() ? "length" : "stop");
    JsonArray choices = new JsonArray();
    choices.add(choice);
    JsonObject usage = new JsonObject();
    usage.addProperty("prompt_tokens", words.size());
    usage.addProperty("completion_tokens", said.size());
    usage.addProperty("total_tokens", words.size() + said.size());
    JsonObject answer = new JsonObject();
    answer.addProperty("object", chat ? "chat.completion" : "text_completion");
    answer.addProperty("model", served);
    answer.add("choices", choices);
    answer.add("usage", usage);
    return answer;
  }

  private static String text(JsonObject request) {
    return request.get("prompt").isJsonPrimitive() ? request.get("prompt").getAsString() : "";
  }

  private static String last(JsonArray messages) {
    return messages.isEmpty()
        ? ""
        : messages.get(messages.size() - 1).getAsJsonObject().get("content").getAsString();
  }

  private JsonObject models() {
    JsonObject model = new JsonObject();
    model.addProperty("id", served);
    model.addProperty("object", "model");
    model.addProperty("owned_by", "vllm");
    JsonArray data = new JsonArray();
    data.add(model);
    JsonObject list = new JsonObject();
    list.addProperty("object", "list");
    list.add("data", data);
    return list;
  }

  private static JsonObject error(String message, String type, int code) {
    JsonObject error = new JsonObject();
    error.addProperty("object", "error");
    error.addProperty("message", message);
    error.addProperty("type", type);
    error.addProperty("code", code);
    return error;
  }

  private static void send(HttpServerExchange exchange, int status, JsonObject body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(body.toString());
  }
}
