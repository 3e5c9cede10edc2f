package io.elasticinference.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The Javadoc site as people see it: in a real browser, on a phone and a desk, in light and dark.
 */
@Timeout(120)
class JavadocSiteIT {

  private static final Path SITE = Path.of("target/reports/apidocs");
  private static final Path PICTURES = Path.of("target/site-pictures");

  /** The widest of each kind of page, and what a search would find. */
  private static final List<String> PAGES =
      List.of(
          "io/elasticinference/InferenceBuilder.html",
          "io/elasticinference/load/package-summary.html",
          "io/elasticinference/load/LoadProfile.html",
          "io/elasticinference/testkit/oss/package-summary.html",
          "io/elasticinference/class-use/InferenceSpec.html",
          "allpackages-index.html");

  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws IOException {
    List<String> missing = Chromium.missing();
    String why = "Not on the PATH: " + missing + ". 'apt-get install chromium chromium-driver'.";
    if (!missing.isEmpty()) {
      System.err.println("JavadocSiteIT is skipped. " + why);
    }
    assumeTrue(missing.isEmpty(), why);
    Files.createDirectories(PICTURES);
    browser = Chromium.start();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  static Stream<Arguments> screens() {
    return Stream.of("light", "dark")
        .flatMap(
            scheme ->
                Stream.of(
                    Arguments.of(scheme, 390, 844, true), Arguments.of(scheme, 1280, 900, false)));
  }

  private static JsonObject look(String page, String scheme, int width) throws IOException {
    browser.console();
    browser.requests();
    browser.open(uri(page));
    JsonObject seen = browser.run(probe()).getAsJsonObject();
    String name = page.replaceAll(".*/|\\.html$", "") + "-" + scheme + "-" + width + ".png";
    browser.screenshot(PICTURES.resolve(name));

    assertThat(browser.console()).as(page).isEmpty();
    String home = SITE.toRealPath().toUri().toString();
    assertThat(browser.requests()).as(page).allMatch(url -> url.startsWith(home));
    assertThat(seen.get("overflow").getAsInt()).as(page).isZero();
    assertThat(seen.get("background").getAsDouble())
        .matches(light -> scheme.equals("light") ? light > 0.8 : light < 0.05, page);
    assertThat(seen.get("search").getAsInt()).as(page).isGreaterThan(200);
    assertReadable(objects(seen, "seen"));
    return seen;
  }

  private static URI uri(String page) throws IOException {
    return SITE.toRealPath().resolve(page).toUri();
  }

  private static String probe() throws IOException {
    try (var script = JavadocSiteIT.class.getResourceAsStream("site-probe.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<JsonObject> objects(JsonObject from, String name) {
    return StreamSupport.stream(from.getAsJsonArray(name).spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** WCAG 2.2, criterion 1.4.3, for text. */
  private static void assertReadable(List<JsonObject> texts) {
    assertThat(texts)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text.get("contrast").getAsDouble()).isGreaterThan(4.5));
  }

  @ParameterizedTest
  @MethodSource("screens")
  void pages_fitTheScreenAndCanBeRead(String scheme, int width, int height, boolean phone)
      throws IOException {
    browser.screen(width, height, phone, scheme);
    for (String page : PAGES) {
      look(page, scheme, width);
    }
  }

  @ParameterizedTest
  @MethodSource("screens")
  void overview_showsItsDiagrams(String scheme, int width, int height, boolean phone)
      throws IOException {
    browser.screen(width, height, phone, scheme);
    JsonObject seen = look("index.html", scheme, width);

    assertThat(seen.get("heading").getAsString()).isEqualTo("Elastic Inference SDK for Java");
    List<JsonObject> diagrams = objects(seen, "diagrams");
    assertThat(diagrams)
        .extracting(diagram -> diagram.get("title").getAsString())
        .containsExactly(
            "The house: modules and packages",
            "The pipeline: stages, what each makes, what undoes it",
            "The life of a request",
            "The life of a scaling decision");
    for (JsonObject diagram : diagrams) {
      assertThat(diagram.get("inside").getAsBoolean()).as("%s", diagram).isTrue();
      assertThat(diagram.get("width").getAsInt()).isGreaterThan(340);
      assertThat(diagram.get("height").getAsInt()).isGreaterThan(300);
      List<JsonObject> texts = objects(diagram, "texts");
      assertReadable(texts);
      assertThat(texts)
          .allSatisfy(
              text -> {
                assertThat(text.get("inside").getAsBoolean()).isTrue();
                assertThat(text.get("height").getAsDouble()).isGreaterThan(9);
              });
    }
  }

  @ParameterizedTest
  @MethodSource("screens")
  void search_findsAndOpensAMethod(String scheme, int width, int height, boolean phone)
      throws IOException {
    browser.screen(width, height, phone, scheme);
    browser.open(uri("index.html"));
    await()
        .atMost(20, SECONDS)
        .until(() -> run("return !document.getElementById('search-input').disabled"));
    browser.type("#search-input", "deploy");
    await()
        .atMost(20, SECONDS)
        .until(() -> run(found("io.elasticinference.InferenceBuilder.deploy()")));
    browser.screenshot(PICTURES.resolve("search-" + scheme + "-" + width + ".png"));

    browser.click("#found");

    await().atMost(20, SECONDS).until(() -> run("return location.hash === '#deploy()'"));
    assertThat(browser.run("return document.querySelector('h1').innerText").getAsString())
        .isEqualTo("Class InferenceBuilder");
  }

  private static boolean run(String question) {
    return browser.run(question).getAsBoolean();
  }

  /** Whether a line stands among what the search found, which is marked then. */
  private static String found(String line) {
    return """
        const found = [...document.querySelectorAll('.ui-autocomplete .ui-menu-item-wrapper')]
            .find((item) => item.innerText.trim() === '%s');
        if (found) found.id = 'found';
        return !!found;
        """
        .formatted(line);
  }
}
