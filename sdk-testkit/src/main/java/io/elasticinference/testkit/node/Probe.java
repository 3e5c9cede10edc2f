package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** A probe of a container: what to ask, how often, and how many answers decide. */
final class Probe {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final Pod.Container container;
  private final JsonObject spec;

  private Probe(Pod.Container container, JsonObject spec) {
    this.container = container;
    this.spec = spec;
  }

  /**
   * Returns the probe of a kind, such as {@code readinessProbe}, of HTTP or TCP; empty where there
   * is none.
   */
  static Optional<Probe> of(Pod.Container container, String kind) {
    return Json.at(container.json(), kind)
        .map(spec -> new Probe(container, spec.getAsJsonObject()));
  }

  Duration initialDelay() {
    return Duration.ofSeconds(Json.number(spec, 0, "initialDelaySeconds"));
  }

  Duration period() {
    return Duration.ofSeconds(Math.max(1, Json.number(spec, 10, "periodSeconds")));
  }

  int failureThreshold() {
    return Math.max(1, Json.number(spec, 3, "failureThreshold"));
  }

  int successThreshold() {
    return Math.max(1, Json.number(spec, 1, "successThreshold"));
  }

  /**
   * Asks once.
   *
   * @param podAddress the pod's address, for messages
   * @param loopbackPort tells where a port of the container listens
   * @return what was wrong, empty when the answer was right
   */
  Optional<String> run(String podAddress, IntFunction<OptionalInt> loopbackPort)
      throws InterruptedException {
    if (spec.has("httpGet")) {
      return http(podAddress, loopbackPort);
    }
    if (spec.has("tcpSocket")) {
      return tcp(podAddress, loopbackPort);
    }
    // Commands and gRPC are not played: such a probe passes.
    return Optional.empty();
  }

  private Optional<String> http(String podAddress, IntFunction<OptionalInt> loopbackPort)
      throws InterruptedException {
    int port = container.port(Json.text(spec, "httpGet", "port"));
    String path = Json.text(spec, "httpGet", "path");
    String shown = "http://" + podAddress + ":" + port + (path.startsWith("/") ? "" : "/") + path;
    OptionalInt loopback = loopbackPort.apply(port);
    if (loopback.isEmpty()) {
      return Optional.of(refused("Get \"" + shown + "\": ", podAddress, port));
    }
    URI uri =
        URI.create(
            "http://127.0.0.1:" + loopback.getAsInt() + (path.startsWith("/") ? "" : "/") + path);
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).timeout(timeout()).header("User-Agent", "kube-probe/1.36");
      for (JsonObject header : Json.objects(spec, "httpGet", "httpHeaders")) {
        if (!Json.text(header, "name").equalsIgnoreCase("Host")) {
          request.header(Json.text(header, "name"), Json.text(header, "value"));
        }
      }
      HttpResponse<Void> response = CLIENT.send(request.build(), BodyHandlers.discarding());
      int code = response.statusCode();
      return code >= 200 && code < 400
          ? Optional.empty()
          : Optional.of("HTTP probe failed with statuscode: " + code);
    } catch (IOException e) {
      return Optional.of("Get \"" + shown + "\": " + e.getMessage());
    }
  }

  private Optional<String> tcp(String podAddress, IntFunction<OptionalInt> loopbackPort) {
    int port = container.port(Json.text(spec, "tcpSocket", "port"));
    OptionalInt loopback = loopbackPort.apply(port);
    if (loopback.isEmpty()) {
      return Optional.of(refused("", podAddress, port));
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), loopback.getAsInt()),
          (int) timeout().toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("dial tcp " + podAddress + ":" + port + ": " + e.getMessage());
    }
  }

  private static String refused(String before, String podAddress, int port) {
    return before + "dial tcp " + podAddress + ":" + port + ": connect: connection refused";
  }

  private Duration timeout() {
    return Duration.ofSeconds(Math.max(1, Json.number(spec, 1, "timeoutSeconds")));
  }
}
