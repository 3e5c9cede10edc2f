package io.elasticinference.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.event.Stage;
import io.elasticinference.scaling.ControllerFlags;
import io.elasticinference.scaling.MetricWindow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overview's diagrams say what the code says, and say it also to who does not see. */
class DiagramsTest {

  private static final Path CORE = Path.of("../sdk-core/src/main/java");

  private static Document read(String name) throws IOException {
    try (InputStream file = DiagramTaglet.class.getResourceAsStream(name + ".svg")) {
      return Jsoup.parse(file, "UTF-8", "", Parser.xmlParser());
    }
  }

  private static List<String> names(Document diagram) {
    return Site.each(diagram, "text.name", element -> element.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"house", "pipeline", "request", "decision"})
  void diagram_isNamedAndDescribed(String name) throws IOException {
    Document diagram = read(name);
    assertThat(diagram.select("svg").attr("role")).isEqualTo("img");
    assertThat(diagram.select("svg").attr("aria-labelledby"))
        .isEqualTo(name + "-title " + name + "-desc");
    assertThat(diagram.select("title#" + name + "-title").text()).isNotBlank();
    assertThat(diagram.select("desc#" + name + "-desc").text()).hasSizeGreaterThan(80);
  }

  @Test
  void house_hasADoorToEachOpenRoomOfTheCore() throws IOException {
    try (Stream<Path> files = Files.walk(CORE)) {
      List<String> rooms =
          files
              .filter(file -> file.endsWith("package-info.java"))
              .map(file -> CORE.relativize(file).resolveSibling("package-summary.html"))
              .map(Path::toString)
              .filter(room -> !room.contains("/internal/"))
              .toList();
      assertThat(Site.each(read("house"), "a", door -> door.attr("href")))
          .containsExactlyInAnyOrderElementsOf(rooms);
    }
  }

  @Test
  void pipeline_hasTheStagesInTheirOrder() throws IOException {
    List<String> stages =
        Stream.of(Stage.values()).map(stage -> stage.name().toLowerCase(Locale.ROOT)).toList();
    assertThat(names(read("pipeline")))
        .startsWith(stages.toArray(String[]::new))
        .hasSize(stages.size() + 1)
        .endsWith("stress test");
  }

  @Test
  void decision_takesTheTimesThatTheSimulatorTakes() throws IOException {
    MetricWindow window = MetricWindow.defaults();
    ControllerFlags flags = ControllerFlags.defaults();
    long delay = window.delay().toSeconds();
    long interval = window.interval().toSeconds();

    assertThat(Site.each(read("decision"), "text", element -> element.text()))
        .contains(
            delay + "–" + (delay + interval) + " s",
            "counts " + interval + " s of lines, which ended " + delay + " s ago",
            "≤ " + flags.syncPeriod().toSeconds() + " s",
            "within " + Math.round(flags.tolerance() * 100) + " % of the target nothing happens",
            flags.downscaleStabilization().toMinutes() + " min");
  }
}
