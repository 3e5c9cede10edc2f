package io.elasticinference.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.elasticinference.HtmlView;
import io.elasticinference.Problem;
import io.elasticinference.ScalingReading;
import io.elasticinference.ScalingStatus;
import io.elasticinference.ServiceStatus;
import io.elasticinference.load.CapacityFound;
import io.elasticinference.load.CapacityWindow;
import io.elasticinference.scaling.CapacityPlan;
import io.elasticinference.scaling.HpaSettings;
import io.elasticinference.scaling.Price;
import io.elasticinference.scaling.Recommendation;
import io.elasticinference.scaling.ReplicaCapacity;
import io.elasticinference.scaling.ServiceTime;
import io.elasticinference.scaling.Slo;
import io.elasticinference.scaling.TrafficTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What shows itself in a notebook's cell, in a real browser, in a page with styles as JupyterLab
 * has them for its cells, whatever theme the notebook and the system have.
 */
@Timeout(120)
class HtmlViewIT {
  private static final Path PICTURES = Path.of("target/report-pictures");

  /** Styles for all that is in a cell, of the weight that JupyterLab's have. */
  private static final String HOST_STYLE =
      """
      body { font: 13px sans-serif; }
      .jp-RenderedHTMLCommon table { margin-left: auto; color: rgb(200, 0, 200); font-size: 9px; }
      .jp-RenderedHTMLCommon tbody tr:nth-child(odd) { background: rgb(255, 0, 0); }
      .jp-RenderedHTMLCommon td, .jp-RenderedHTMLCommon th { text-align: center; max-width: none; }
      .jp-RenderedHTMLCommon h1:not(:first-child) { margin-top: 70px; color: rgb(255, 0, 0); }
      .jp-RenderedHTMLCommon pre { color: rgb(255, 0, 0); }
      .jp-RenderedHTMLCommon ul { padding-left: 50px; }
      """;

  private static final String PROBE =
      """
      const style = (q) => getComputedStyle(document.querySelector(q));
      const color = (text) => text.match(/\\d+/g).slice(0, 3).map(Number);
      const light = (q, what) => color(style(q)[what]).reduce((a, b) => a + b) / 765;
      return {
        outsideTable: style('#host table').color, outsideRow: style('#host tr').backgroundColor,
        outsideFont: style('#host p').fontSize, outsideCell: style('#host td').textAlign,
        hostBackground: light('body', 'backgroundColor'),
        background: light('.ei-view', 'backgroundColor'), text: light('.ei-view', 'color'),
        row: style('.ei-view tr').backgroundColor, head: style('.ei-view h1').color,
        words: light('.ei-view pre', 'color'), legend: style('.ei-view .legend').paddingLeft,
        dots: document.querySelectorAll('.ei-view .dot').length,
        dotWidth: document.querySelector('.ei-view .dot').getBoundingClientRect().width,
        gridWidth: document.querySelector('.ei-view .grid').getBoundingClientRect().width,
        drawing: document.querySelector('.ei-view .drawing svg').getBoundingClientRect().width,
        inverted: style('.ei-view .drawing').filter,
        overflow: document.documentElement.scrollWidth - innerWidth,
        scripts: document.querySelectorAll('.ei-view script').length,
      };
      """;

  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws IOException {
    List<String> missing = Chromium.missing();
    String why = "Not on the PATH: " + missing + ". 'apt-get install chromium chromium-driver'.";
    if (!missing.isEmpty()) {
      System.err.println("HtmlViewIT is skipped. " + why);
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

  private static List<HtmlView> views() {
    ServiceStatus status =
        new ServiceStatus(
            "default",
            "bert",
            "v1",
            true,
            false,
            3,
            3,
            1,
            4,
            2,
            new ScalingStatus(
                1, 10, 3, 4, List.of(new ScalingReading("sls_ingress_qps", true, 10, 12.3)), ""),
            List.of(
                new Problem(
                    Problem.Kind.CRASH_LOOP,
                    "Pod default/bert-v1-x",
                    "CrashLoopBackOff",
                    "back-off 5m0s restarting failed container",
                    List.of("loading the model", "no such file"),
                    true)));
    CapacityFound found =
        new CapacityFound(
            Slo.p99(Duration.ofMillis(100)),
            38.5,
            40,
            41.2,
            0.3,
            2,
            List.of(
                new CapacityWindow(40, 40, Duration.ofMillis(22), 0, 2, true),
                new CapacityWindow(90, 82, Duration.ofMillis(900), 0.02, 2, false)),
            List.of());
    Recommendation recommendation =
        CapacityPlan.builder()
            .trace(TrafficTrace.ofRates(Duration.ofMinutes(10), 4, 12, 2))
            .capacity(new ReplicaCapacity(2, ServiceTime.fixed(Duration.ofMillis(400))))
            .startTime(Duration.ofSeconds(45))
            .price(Price.perReplicaHour(8, "CNY"))
            .autoscaler(HpaSettings.averageValue(3).replicas(1, 12))
            .build()
            .recommend(Slo.p99(Duration.ofSeconds(3)));
    return List.of(status, found, recommendation, recommendation.report());
  }

  /** With no theme of the notebook's own, that of the system counts. */
  @ParameterizedTest
  @CsvSource({"true, light", "true, dark", "false, light", "false, dark", ", light", ", dark"})
  void views_lookTheirOwnAndLeaveThePageAsItIs(String themeIsLight, String system)
      throws IOException {
    boolean light = themeIsLight == null ? system.equals("light") : themeIsLight.equals("true");
    String theme = themeIsLight == null ? "" : " data-jp-theme-light=\"" + themeIsLight + "\"";
    String page =
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><style>"
            + HOST_STYLE
            + (light ? "body { background: #fff; }" : "body { background: #111; color: #eee; }")
            + "</style></head><body"
            + theme
            + "><div id=\"host\" class=\"jp-RenderedHTMLCommon\"><p>host</p><table><tr><td>a</td>"
            + "</tr></table></div>"
            + views().stream()
                .map(view -> "<div class=\"jp-RenderedHTMLCommon\">" + view.toHtml() + "</div>")
                .collect(Collectors.joining("<hr>"))
            + "</body></html>";
    String name = "views-" + themeIsLight + "-" + system;
    Path file = Files.writeString(PICTURES.resolve(name + ".html"), page);
    browser.console();
    browser.screen(900, 2600, false, system);
    browser.open(file.toRealPath().toUri());
    JsonObject seen = browser.run(PROBE).getAsJsonObject();
    browser.screenshot(PICTURES.resolve(name + ".png"));

    assertThat(browser.console()).isEmpty();
    assertThat(seen.get("outsideTable").getAsString()).isEqualTo("rgb(200, 0, 200)");
    assertThat(seen.get("outsideRow").getAsString()).isEqualTo("rgb(255, 0, 0)");
    assertThat(seen.get("outsideCell").getAsString()).isEqualTo("center");
    assertThat(seen.get("outsideFont").getAsString()).isEqualTo("13px");
    assertThat(seen.get("hostBackground").getAsDouble())
        .matches(shade -> light ? shade > 0.9 : shade < 0.1);

    assertThat(seen.get("background").getAsDouble())
        .matches(shade -> light ? shade > 0.9 : shade < 0.2);
    for (String text : List.of("text", "words")) {
      assertThat(seen.get(text).getAsDouble())
          .as(text)
          .matches(shade -> light ? shade < 0.3 : shade > 0.8);
    }
    assertThat(seen.get("row").getAsString()).isEqualTo("rgba(0, 0, 0, 0)");
    assertThat(Stream.of(seen.get("head").getAsString())).doesNotContain("rgb(255, 0, 0)");
    assertThat(seen.get("legend").getAsString()).isEqualTo("0px");
    assertThat(seen.get("inverted").getAsString()).matches(light ? "none" : "invert.*");
    assertThat(seen.get("dots").getAsInt()).isEqualTo(2);
    assertThat(seen.get("dotWidth").getAsDouble()).isEqualTo(9);
    assertThat(seen.get("gridWidth").getAsDouble()).isGreaterThan(500);
    assertThat(seen.get("drawing").getAsDouble()).isGreaterThan(500);
    assertThat(seen.get("overflow").getAsInt()).isLessThanOrEqualTo(0);
    assertThat(seen.get("scripts").getAsInt()).isZero();
  }
}
