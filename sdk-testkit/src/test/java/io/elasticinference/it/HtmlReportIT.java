package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadTarget;
import io.elasticinference.load.LoadTest;
import io.elasticinference.load.Timeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The report's page as people see it: in a real browser, on a phone and a desk, in light and dark.
 */
@Timeout(120)
class HtmlReportIT {
  /** The report of 40 s in which a service scales from one replica to four and back. */
  private static final Path SCALE_OUT =
      Path.of("../sdk-core/src/test/resources/io/elasticinference/load/scale-out.html");

  private static final Path PICTURES = Path.of("target/report-pictures");

  private static Chromium browser;
  private static Path written;

  @BeforeAll
  static void startBrowserAndWriteReport() throws IOException {
    List<String> missing = Chromium.missing();
    String why = "Not on the PATH: " + missing + ". 'apt-get install chromium chromium-driver'.";
    if (!missing.isEmpty()) {
      System.err.println("HtmlReportIT is skipped. " + why);
    }
    assumeTrue(missing.isEmpty(), why);
    Files.createDirectories(PICTURES);
    browser = Chromium.start();
    written = report().writeHtml(PICTURES.resolve("written.html"));
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Of a server that answers every fifth request with an error. */
  private static LoadReport report() throws IOException {
    int[] count = new int[1];
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext(
        "/",
        exchange -> {
          boolean good = ++count[0] % 5 != 0;
          byte[] body =
              (good ? "{\"predictions\": [1]}" : "<b>an-error-without-a-blank".repeat(8) + "</b>")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(good ? 200 : 503, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      Timeline timeline = new Timeline();
      Instant now = Instant.now();
      timeline.record("ready", "replicas", now, 1);
      timeline.record("wanted", "replicas", now, 1);
      timeline.record("wanted", "replicas", now.plusMillis(900), 3);
      timeline.record("ready", "replicas", now.plusMillis(1900), 3);
      timeline.mark(now.plusMillis(900), "scale-out", "1 → 3: sls_ingress_qps above target");
      return LoadTest.run(
              LoadTarget.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")),
              LoadProfile.constant(100).during(Duration.ofSeconds(3)),
              LoadListener.none())
          .plus(timeline);
    } finally {
      server.stop(0);
    }
  }

  static Stream<Arguments> screens() {
    return Stream.of("light", "dark")
        .flatMap(
            scheme ->
                Stream.of(
                    Arguments.of(scheme, 390, 844, true), Arguments.of(scheme, 1280, 900, false)));
  }

  private JsonObject look(Path page, String scheme, int width, int height, boolean phone)
      throws IOException {
    browser.console();
    browser.requests();
    browser.screen(width, height, phone, scheme);
    URI uri = page.toRealPath().toUri();
    browser.open(uri);
    JsonObject seen = browser.run(probe()).getAsJsonObject();
    String name = page.getFileName().toString().replace(".html", "");
    browser.screenshot(PICTURES.resolve(name + "-" + scheme + "-" + width + ".png"));

    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests()).containsExactly(uri.toString());
    assertThat(seen.get("overflow").getAsInt()).isZero();
    assertThat(seen.get("background").getAsDouble())
        .matches(light -> scheme.equals("light") ? light > 0.8 : light < 0.05, scheme);
    assertThat(seen.get("contrast").getAsDouble()).isGreaterThan(7);
    for (JsonElement element : seen.getAsJsonArray("lines")) {
      JsonObject line = element.getAsJsonObject();
      assertThat(line.get("points").getAsInt()).as("%s", line).isGreaterThanOrEqualTo(2);
      assertThat(line.get("drawn").getAsInt()).as("%s", line).isPositive();
      assertThat(line.get("width").getAsInt()).as("%s", line).isGreaterThan(width / 5);
      assertThat(line.get("inside").getAsBoolean()).as("%s", line).isTrue();
      // WCAG 2.2, criterion 1.4.11: parts of graphics.
      assertThat(line.get("visible").getAsDouble()).as("%s", line).isGreaterThanOrEqualTo(3);
    }
    // All charts over time tell their values at the pointer's time.
    assertThat(texts(seen, "tips")).hasSize(3).allMatch(tip -> tip.matches("(?s)\\d+:\\d\\d.+"));
    return seen;
  }

  private static String probe() throws IOException {
    try (var script = HtmlReportIT.class.getResourceAsStream("report-probe.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> texts(JsonObject seen, String name) {
    return StreamSupport.stream(seen.getAsJsonArray(name).spliterator(), false)
        .map(JsonElement::getAsString)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("screens")
  void page_showsScalingOut(String scheme, int width, int height, boolean phone)
      throws IOException {
    JsonObject seen = look(SCALE_OUT, scheme, width, height, phone);

    assertThat(texts(seen, "charts"))
        .containsExactly("Requests per second", "Latency", "Replicas", "Latency distribution");
    assertThat(seen.getAsJsonArray("lines")).hasSize(4 + 3 + 2);
    assertThat(seen.get("marks").getAsInt()).isEqualTo(3 * 3);
    assertThat(seen.get("bars").getAsInt()).isGreaterThan(5);
    assertThat(seen.get("text").getAsString())
        .contains("Load test", "completed", "1,380 of 1,400", "as the autoscaler sees it")
        .contains("3 → 4: external metric sls_ingress_qps above target", "status 503");
  }

  @ParameterizedTest
  @MethodSource("screens")
  void page_showsWhatARunWrote(String scheme, int width, int height, boolean phone)
      throws IOException {
    JsonObject seen = look(written, scheme, width, height, phone);

    List<String> charts = new ArrayList<>(texts(seen, "charts"));
    assertThat(charts)
        .containsExactly("Requests per second", "Latency", "Replicas", "Latency distribution");
    assertThat(seen.get("text").getAsString())
        .contains("240 of 300", "1 → 3: sls_ingress_qps above target", "<b>an-error");
  }
}
