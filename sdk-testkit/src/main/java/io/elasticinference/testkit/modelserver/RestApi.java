package io.elasticinference.testkit.modelserver;

import com.google.gson.JsonPrimitive;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** TensorFlow Serving's REST API (tensorflow_serving/model_servers/http_rest_api_handler.cc). */
final class RestApi implements HttpHandler {
  private static final Pattern PREDICTION =
      Pattern.compile("(?i)/v1/models/([^/:]+)(?:/versions/(\\d+))?:(classify|regress|predict)");
  private static final Pattern STATUS =
      Pattern.compile("(?i)/v1/models(?:/([^/:]+))?(?:/versions/(\\d+))?(?:/(metadata))?");

  private final Servables servables;
  private final Executor predictions;

  /**
   * Predictions run on the given executor, which decides how many at once; everything else is
   * answered at once.
   */
  RestApi(Servables servables, Executor predictions) {
    this.servables = servables;
    this.predictions = predictions;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String path = exchange.getRequestPath();
    Matcher prediction = PREDICTION.matcher(path);
    if (exchange.getRequestMethod().equalToString("POST") && prediction.matches()) {
      exchange.getRequestReceiver().receiveFullBytes((e, body) -> predict(e, prediction, body));
      return;
    }
    answer(exchange, () -> get(exchange.getRequestMethod().toString(), path));
  }

  private void predict(HttpServerExchange exchange, Matcher path, byte[] body) {
    exchange.dispatch(
        task -> {
          try {
            predictions.execute(task);
          } catch (RejectedExecutionException e) {
            send(exchange, 503, error("The server is shutting down"));
          }
        },
        (HttpServerExchange e) ->
            answer(e, () -> predict(path.group(1), path.group(2), path.group(3), body)));
  }

  private String predict(String model, @Nullable String version, String method, byte[] body) {
    if (!method.equalsIgnoreCase("predict")) {
      throw new ServingException(
          ServingException.Code.UNIMPLEMENTED,
          method + " is not played by the local cloud: use predict");
    }
    PredictRequest request = PredictRequest.parse(new String(body, StandardCharsets.UTF_8));
    SavedModel loaded = model(model, version);
    Signature signature = loaded.signature(request.signatureName());
    Map<String, Tensor> outputs = loaded.predict(signature, request.inputs(signature.inputs()));
    return request.byRows() ? PredictAnswer.byRows(outputs) : PredictAnswer.byColumns(outputs);
  }

  private String get(String method, String path) {
    Matcher status = STATUS.matcher(path);
    if (!method.equals("GET") || !status.matches()) {
      throw ServingException.invalid("Malformed request: " + method + " " + path);
    }
    String model = status.group(1);
    if (model == null) {
      throw ServingException.invalid("Missing model name in request.");
    }
    String version = status.group(2);
    if (status.group(3) != null) {
      Servables.Version asked =
          servables.available(model, version == null ? null : number(version));
      return ModelStatus.metadata(model, asked);
    }
    return ModelStatus.status(
        version == null
            ? servables.versions(model)
            : List.of(servables.version(model, number(version))));
  }

  private SavedModel model(String name, @Nullable String version) {
    SavedModel model = servables.available(name, version == null ? null : number(version)).model();
    if (model == null) {
      throw new IllegalStateException("an available version has no model");
    }
    return model;
  }

  private static Long number(String version) {
    try {
      return Long.valueOf(version);
    } catch (NumberFormatException e) {
      throw ServingException.invalid("Failed to convert version: " + version + " to numeric.");
    }
  }

  private static void answer(HttpServerExchange exchange, Supplier<String> body) {
    try {
      send(exchange, 200, body.get());
    } catch (ServingException e) {
      send(exchange, e.code().httpStatus, error(String.valueOf(e.getMessage())));
    }
  }

  private static String error(String message) {
    return "{ \"error\": " + new JsonPrimitive(message) + " }";
  }

  private static void send(HttpServerExchange exchange, int status, String body) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(body);
  }
}
