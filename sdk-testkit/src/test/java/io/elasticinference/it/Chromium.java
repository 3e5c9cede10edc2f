package io.elasticinference.it;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium, by the WebDriver protocol of its driver (w3.org/TR/webdriver2) and, where
 * that has no word for it, Chromium's own ({@code goog/cdp/execute}).
 */
final class Chromium implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Gson gson = new Gson();
  private final Process driver;
  private final URI base;
  private String session = "";

  private Chromium(Process driver, int port) {
    this.driver = driver;
    this.base = URI.create("http://127.0.0.1:" + port + "/session");
  }

  /** The programs that are missing here; empty when a browser can be had. */
  static List<String> missing() {
    return Stream.of("chromium", "chromedriver").filter(name -> find(name).isEmpty()).toList();
  }

  private static Optional<Path> find(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start() throws IOException {
    Process driver =
        new ProcessBuilder(find("chromedriver").orElseThrow().toString(), "--port=0")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Chromium browser = new Chromium(driver, port(driver));
    try {
      browser.session =
          browser.call("POST", "", capabilities()).getAsJsonObject().get("sessionId").getAsString();
    } catch (RuntimeException e) {
      browser.close();
      throw e;
    }
    return browser;
  }

  private static int port(Process driver) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        return Integer.parseInt(port.group(1));
      }
    }
    throw new IOException("chromedriver: ended without a port");
  }

  /** No sandbox: continuous integration is root in a container, and the pages are our own. */
  private static Map<String, Object> capabilities() {
    return Map.of(
        "capabilities",
        Map.of(
            "alwaysMatch",
            Map.of(
                "browserName",
                "chrome",
                "goog:loggingPrefs",
                Map.of("browser", "ALL", "performance", "ALL"),
                "goog:chromeOptions",
                Map.of(
                    "binary",
                    find("chromium").orElseThrow().toString(),
                    "args",
                    List.of(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage")))));
  }

  /** Pretends to be a screen of a size, in light or dark. */
  void screen(int width, int height, boolean phone, String colorScheme) {
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
  }

  private void cdp(String command, Map<String, Object> parameters) {
    call("POST", "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /** Opens a page and waits until it has loaded. */
  void open(URI page) {
    call("POST", "/url", Map.of("url", page.toString()));
  }

  /** Runs the body of a function in the page. */
  JsonElement run(String script) {
    return call("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  /** Types into the first element of a CSS selector, as a person does. */
  void type(String selector, String keys) {
    call("POST", element(selector) + "/value", Map.of("text", keys));
  }

  /** Clicks on the first element of a CSS selector, as a person does. */
  void click(String selector) {
    call("POST", element(selector) + "/click", Map.of());
  }

  private String element(String selector) {
    JsonObject found =
        call("POST", "/element", Map.of("using", "css selector", "value", selector))
            .getAsJsonObject();
    return "/element/" + found.entrySet().iterator().next().getValue().getAsString();
  }

  /** What the page and the browser wrote to the console since it was last asked. */
  List<String> console() {
    List<String> messages = new ArrayList<>();
    for (JsonElement entry : log("browser")) {
      messages.add(entry.getAsJsonObject().get("message").getAsString());
    }
    return messages;
  }

  /** The addresses that were asked for since it was last asked. */
  List<String> requests() {
    List<String> urls = new ArrayList<>();
    for (JsonElement entry : log("performance")) {
      JsonObject message =
          gson.fromJson(entry.getAsJsonObject().get("message").getAsString(), JsonObject.class)
              .getAsJsonObject("message");
      if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
        urls.add(
            message.getAsJsonObject("params").getAsJsonObject("request").get("url").getAsString());
      }
    }
    return urls;
  }

  private JsonArray log(String type) {
    return call("POST", "/se/log", Map.of("type", type)).getAsJsonArray();
  }

  /** What is to be seen, as a PNG file. */
  void screenshot(Path file) throws IOException {
    Files.write(file, Base64.getDecoder().decode(call("GET", "/screenshot", null).getAsString()));
  }

  private JsonElement call(String method, String path, @Nullable Map<String, Object> body) {
    URI uri = URI.create(base + (session.isEmpty() ? "" : "/" + session) + path);
    HttpRequest.BodyPublisher text =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(gson.toJson(body));
    try {
      HttpResponse<String> reply =
          http.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).method(method, text).build(),
              HttpResponse.BodyHandlers.ofString());
      JsonElement value = gson.fromJson(reply.body(), JsonObject.class).get("value");
      if (reply.statusCode() != 200) {
        throw new IllegalStateException(method + " " + path + ": " + value);
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (!session.isEmpty()) {
        call("DELETE", "", null);
      }
    } finally {
      driver.destroy();
      try {
        if (!driver.waitFor(10, TimeUnit.SECONDS)) {
          driver.destroyForcibly();
        }
      } catch (InterruptedException e) {
        driver.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
