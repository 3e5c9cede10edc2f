package io.elasticinference.testkit.controlplane;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A plain JSON client of the API server for what is played in Java. A request that finds the server
 * away, overloaded or restarting is sent again for up to a minute: every request here may be sent
 * twice without harm.
 */
public final class KubeClient {
  /** The content type of a strategic merge patch, which merges lists by their keys. */
  public static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";

  /** The content type of a JSON merge patch. */
  public static final String MERGE = "application/merge-patch+json";

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final URI server;
  private final HttpClient http;
  private final String userAgent;
  private final Duration patience;

  KubeClient(URI server, SSLContext tls, String userAgent) {
    this(
        server,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(tls)
            .connectTimeout(Duration.ofSeconds(5))
            .build(),
        userAgent,
        PATIENCE);
  }

  private KubeClient(URI server, HttpClient http, String userAgent, Duration patience) {
    this.server = server;
    this.http = http;
    this.userAgent = userAgent;
    this.patience = patience;
  }

  /**
   * Returns the same client with another patience.
   *
   * @param longest for how long a request is sent again; zero: it is sent once
   * @return a client that shares this one's connections
   */
  public KubeClient withPatience(Duration longest) {
    return new KubeClient(server, http, userAgent, longest);
  }

  /**
   * Reads an object or a list.
   *
   * @param path such as {@code /api/v1/namespaces/default/pods?limit=1}
   * @return what the server answered
   * @throws KubeException when it refused
   */
  public JsonObject get(String path) {
    return send("GET", path, null, JSON);
  }

  /**
   * Reads what is no JSON, such as a pod's log.
   *
   * @param path such as {@code /api/v1/namespaces/default/pods/web/log}
   * @return the text
   * @throws KubeException when the server refused
   */
  public String text(String path) {
    return exchange("GET", path, null, JSON);
  }

  /**
   * Reads an object that may be absent.
   *
   * @param path of one object
   * @return the object, empty where there is none
   * @throws KubeException when the server refused for another reason
   */
  public Optional<JsonObject> find(String path) {
    try {
      return Optional.of(get(path));
    } catch (KubeException e) {
      if (e.code() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Creates an object.
   *
   * @param path of the collection
   * @param object the object
   * @return the object as the server keeps it
   * @throws KubeException when it refused
   */
  public JsonObject create(String path, JsonObject object) {
    return send("POST", path, object, JSON);
  }

  /**
   * Applies an object, server-side, and takes every field that it states.
   *
   * @param path of the object or one of its subresources
   * @param object the fields to own
   * @param fieldManager who owns them
   * @return the object as the server keeps it
   * @throws KubeException when it refused
   */
  public JsonObject apply(String path, JsonObject object, String fieldManager) {
    String query =
        "?force=true&fieldManager=" + URLEncoder.encode(fieldManager, StandardCharsets.UTF_8);
    return send("PATCH", path + query, object, APPLY);
  }

  /**
   * Changes an object.
   *
   * @param path of the object or one of its subresources
   * @param type {@link #MERGE} or {@link #STRATEGIC_MERGE}
   * @param patch what to change
   * @return the object as the server keeps it
   * @throws KubeException when it refused
   */
  public JsonObject patch(String path, String type, JsonObject patch) {
    return send("PATCH", path, patch, type);
  }

  /**
   * Deletes an object.
   *
   * @param path of the object
   * @param options {@code DeleteOptions}
   * @throws KubeException when the server refused, also when there is none
   */
  public void delete(String path, JsonObject options) {
    send("DELETE", path, options, JSON);
  }

  /** Opens a watch; the answer's body is one event a line. */
  InputStream watch(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request("GET", path, null, JSON).build(), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      try (InputStream body = response.body()) {
        throw refusal(
            response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return response.body();
  }

  private JsonObject send(String method, String path, @Nullable JsonObject body, String type) {
    return JsonParser.parseString(exchange(method, path, body, type)).getAsJsonObject();
  }

  private String exchange(String method, String path, @Nullable JsonObject body, String type) {
    HttpRequest request = request(method, path, body, type).timeout(Duration.ofSeconds(30)).build();
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        boolean last = System.nanoTime() >= end;
        try {
          HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
          int code = response.statusCode();
          if (code < 300) {
            return response.body();
          }
          if (last || (code != 429 && code < 500)) {
            throw refusal(code, response.body());
          }
        } catch (IOException e) {
          if (last) {
            throw new ControlPlaneException(
                "API server: "
                    + method
                    + " "
                    + path
                    + " found no answer, "
                    + e
                    + " (expected: one of the local control plane). Look whether the local cloud is"
                    + " closed already.",
                e);
          }
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneException(
          "API server: interrupted at "
              + method
              + " "
              + path
              + " (expected: its answer). Ask again.",
          e);
    }
  }

  private HttpRequest.Builder request(
      String method, String path, @Nullable JsonObject body, String type) {
    return HttpRequest.newBuilder(server.resolve(path))
        .header("User-Agent", userAgent)
        .header("Content-Type", type)
        .header("Accept", JSON)
        .method(
            method,
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
  }

  /** A refusal is a Status object; what is none is its own message. */
  private static KubeException refusal(int code, String body) {
    String message = body;
    try {
      JsonElement json = JsonParser.parseString(body);
      if (json.isJsonObject() && json.getAsJsonObject().has("message")) {
        message = json.getAsJsonObject().get("message").getAsString();
      }
    } catch (JsonParseException e) {
      message = body;
    }
    return new KubeException(code, code + ": " + message);
  }
}
