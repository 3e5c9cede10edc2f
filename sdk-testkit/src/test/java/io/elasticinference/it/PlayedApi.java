package io.elasticinference.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.elasticinference.testkit.controlplane.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An API server without a cluster, which is there in milliseconds: it keeps what is applied to it,
 * lists that with what a test adds, and refuses what a test says. Nothing ever changes in a watch.
 */
final class PlayedApi implements AutoCloseable {

  private static final String NAMES = "/namespaces/default/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, JsonObject> objects = new ConcurrentSkipListMap<>();
  private @Nullable String refused;

  PlayedApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        {apiVersion: v1, kind: Config, current-context: c,
         clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}],
         contexts: [{name: c, context: {cluster: c, user: u}}], users: [{name: u, user: {}}]}
        """
            .formatted(server.getAddress().getPort()));
  }

  /** Adds an object; kinds of the core group stand in {@code api/v1}, others in {@code apis}. */
  PlayedApi add(String groupVersion, String plural, String json) {
    JsonObject object = JsonParser.parseString(json).getAsJsonObject();
    JsonObject metadata = object.getAsJsonObject("metadata");
    String name = metadata.get("name").getAsString();
    keep("/" + groupVersion + NAMES + plural + "/" + name, object);
    return this;
  }

  /** Refuses whatever is asked of one kind. */
  PlayedApi refuse(String plural) {
    refused = plural;
    return this;
  }

  private JsonObject keep(String path, JsonObject object) {
    JsonObject metadata = object.getAsJsonObject("metadata");
    String name = metadata.get("name").getAsString();
    metadata.addProperty("uid", name);
    metadata.addProperty("generation", 1);
    metadata.addProperty("resourceVersion", "1");
    if (path.contains(NAMES)) {
      metadata.addProperty("namespace", "default");
    }
    objects.put(path, object);
    return object;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String last = path.substring(path.lastIndexOf('/') + 1);
    try (exchange) {
      if (refused != null && path.contains("/" + refused)) {
        String why =
            "%s.apps \"%s\" is forbidden: User \"dev\" cannot get resource \"%s\" in API group \"apps\" in the"
                + " namespace \"default\"";
        answer(exchange, 403, status(403, "Forbidden", why.formatted(refused, last, refused)));
      } else if (query.contains("watch=true") || query.contains("watch=1")) {
        exchange.sendResponseHeaders(200, 0);
        closing.await();
      } else if (exchange.getRequestMethod().equals("PATCH")) {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        JsonObject applied = JsonParser.parseString(body).getAsJsonObject();
        answer(exchange, 201, query.contains("dryRun") ? applied : keep(path, applied));
      } else if (objects.containsKey(path)) {
        answer(exchange, 200, objects.get(path));
      } else if (last.endsWith("s") && !path.endsWith(".io")) {
        answer(exchange, 200, list(path + "/"));
      } else {
        answer(exchange, 404, status(404, "NotFound", path + " not found"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonObject list(String below) {
    JsonArray items = new JsonArray();
    objects.forEach(
        (path, object) -> {
          if (path.startsWith(below)) {
            items.add(object);
          }
        });
    return Json.object("metadata", Json.object("resourceVersion", "2"), "items", items);
  }

  private static JsonObject status(int code, String reason, String message) {
    return Json.object(
        "kind", "Status", "status", "Failure", "reason", reason, "message", message, "code", code);
  }

  private static void answer(HttpExchange exchange, int code, JsonObject body) throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
