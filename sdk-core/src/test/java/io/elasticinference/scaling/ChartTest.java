package io.elasticinference.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.ElasticInferenceException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ChartTest {

  private static final Slo SLO = Slo.p99(Duration.ofSeconds(1));

  private static CapacityPlan plan(TrafficTrace trace, String currency) {
    return CapacityPlan.builder()
        .trace(trace)
        .capacity(new ReplicaCapacity(2, ServiceTime.exponential(Duration.ofMillis(300))))
        .startTime(Duration.ofSeconds(30))
        .price(Price.perReplicaHour(1, currency))
        .requestTimeout(Duration.ofSeconds(3))
        .autoscaler(HpaSettings.averageValue(4).replicas(1, 6))
        .build();
  }

  private static CapacityPlan busy(String currency) {
    return plan(TrafficTrace.ofRates(Duration.ofMinutes(3), 1, 3, 20, 3), currency);
  }

  private static Element parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)))
        .getDocumentElement();
  }

  @Test
  void svg_showsWhatHappened() throws Exception {
    CapacityReport report = busy("CNY").simulate();
    assertThat(report.timedOut()).isPositive();
    Element svg = parsed(report.chart(SLO).svg());

    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Requests a second, replicas and latency over 9.00 min");
    assertThat(svg.getTextContent()).contains("Replicas", "promised", "failed requests", "0:05");
    // The background, and a mark where requests failed.
    assertThat(svg.getElementsByTagName("rect").getLength()).isGreaterThan(1);
    assertThat(svg.getElementsByTagName("polyline").getLength()).isGreaterThan(10);
  }

  @Test
  void svg_escapesWhatUsersWrite() throws Exception {
    String name = "<b>\"&\u0001\uD800";
    String svg = busy(name).recommend(SLO).chart().svg();

    assertThat(svg).doesNotContain("<b>");
    assertThat(parsed(svg).getTextContent()).contains("cost, <b>\"&");
  }

  @Test
  void svg_isTheSameEveryTime() {
    assertThat(busy("CNY").simulate().chart().svg())
        .isEqualTo(busy("CNY").simulate().chart().svg());
  }

  @Test
  void png_isTheSamePictureInTwiceThePixels() throws IOException {
    Chart chart = busy("CNY").recommend(SLO).chart();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png()));

    assertThat(image.getWidth()).isEqualTo(1440);
    assertThat(image.getHeight()).isEqualTo(960);
    assertThat(IntStream.of(image.getRGB(0, 0, 1440, 960, null, 0, 1440)).distinct().count())
        .as("colours")
        .isGreaterThan(20);
  }

  @Test
  void chart_canBeDrawnWithoutAnyRequest() throws Exception {
    CapacityReport report =
        plan(TrafficTrace.poisson(0, Duration.ofMinutes(5), 1), "CNY").simulate();

    assertThat(parsed(report.chart().svg()).getTextContent()).contains("Latency");
    assertThat(report.chart(SLO).image().getWidth()).isEqualTo(1920);
  }

  @Test
  void writeTo_choosesByTheName(@TempDir Path folder) throws IOException {
    Chart chart = busy("CNY").simulate().chart();
    chart.writeTo(folder.resolve("a.svg"));
    chart.writeTo(folder.resolve("a.png"));

    assertThat(Files.readString(folder.resolve("a.svg"))).isEqualTo(chart.svg());
    assertThat(Files.readAllBytes(folder.resolve("a.png"))).startsWith(0x89, 'P', 'N', 'G');
    assertThatThrownBy(() -> chart.writeTo(folder.resolve("no/such/a.svg")))
        .isInstanceOf(ElasticInferenceException.class)
        .hasMessageStartingWith("Chart file " + folder.resolve("no/such/a.svg") + ": ")
        .hasMessageContaining("(expected: a file that can be written).");
  }
}
