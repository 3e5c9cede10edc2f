package io.elasticinference;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class HtmlViewTest {
  private static final String EVIL = "<script>alert('x')</script> & \"quoted\"";

  /** What a view says to a reader: its text without style, which must be well-formed to be read. */
  private static String text(HtmlView view) throws Exception {
    String html = view.toHtml();
    assertThat(html).startsWith("<div class=\"ei-view\"><style>").endsWith("</div>\n");
    assertThat(html).doesNotContain("<script");
    String xml =
        html.replaceAll("(?s)<style>.*?</style>", "")
            .replaceAll("<br>", "<br/>")
            .replaceAll(" data-time", "");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    return document.getDocumentElement().getTextContent();
  }

  @Test
  void status_showsReplicasScalingAndProblems_escaped() throws Exception {
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
                1,
                10,
                3,
                4,
                List.of(new ScalingReading("sls_ingress_qps", true, 10, 12.34567)),
                ""),
            List.of(
                new Problem(
                    Problem.Kind.IMAGE,
                    "Pod default/bert-v1-x",
                    "ImagePullBackOff",
                    EVIL,
                    List.of("last", EVIL),
                    true)));

    assertThat(text(status))
        .contains("bert-v1", "not ready", "namespace default", "1 of 3 ready, 4 in all")
        .contains("2, older ones included", "1 to 10 replicas", "saw 3, wants 4")
        .contains("12.35 (target 10 for each replica)")
        .contains("ImagePullBackOff: " + EVIL, "last\n" + EVIL);
  }

  @Test
  void status_saysThatThereIsNoService() throws Exception {
    assertThat(
            text(
                new ServiceStatus(
                    "default", "bert", "v1", false, false, 0, 0, 0, 0, 0, null, List.of())))
        .contains("bert-v1 not deployed")
        .doesNotContain("replicas");
  }

  @Test
  void plan_showsEachObjectAndField_escaped() throws Exception {
    Plan plan =
        new Plan(
            List.of(
                new PlannedChange(
                    new ObjectRef("apps/v1", "Deployment", "default", "bert"),
                    PlannedChange.Action.UPDATE,
                    List.of(new FieldChange("spec.x", "1", EVIL), new FieldChange("y", null, "2"))),
                new PlannedChange(
                    new ObjectRef("v1", "Service", "default", "bert"),
                    PlannedChange.Action.UNCHANGED,
                    List.of())));

    assertThat(text(plan))
        .contains("Plan 1 to change", "update", "Deployment default/bert", "spec.x: 1 → " + EVIL)
        .contains("y: (none) → 2", "unchanged", "Service default/bert");
    assertThat(text(new Plan(List.of()))).contains("no change");
  }

  @Test
  void capacity_showsWhatToSetAndEveryWindow() throws Exception {
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
            List.of(EVIL));

    assertThat(text(found))
        .contains("Capacity found", "38.5/s", "± 0.3/s", "qps(35)", "99 % within 100 ms", EVIL)
        .contains("not kept", "900 ms", "2 %");
    assertThat(found.toHtml()).containsOnlyOnce("dot c-ok").containsOnlyOnce("dot c-bad");
  }

  @Test
  void recommendationAndReport_showTheirTableAndChart() throws Exception {
    Recommendation found =
        CapacityPlan.builder()
            .trace(TrafficTrace.ofRates(Duration.ofMinutes(10), 4, 12, 2))
            .capacity(new ReplicaCapacity(2, ServiceTime.fixed(Duration.ofMillis(400))))
            .startTime(Duration.ofSeconds(45))
            .price(Price.perReplicaHour(8, EVIL))
            .autoscaler(HpaSettings.averageValue(3).replicas(1, 12))
            .build()
            .recommend(Slo.p99(Duration.ofSeconds(3)));

    assertThat(text(found))
        .contains("Recommended scaling", "Cheapest of", "settings that keep", "not scaled", EVIL);
    assertThat(text(found.report()))
        .contains("Simulated service", "peak replicas", "pod-hours", EVIL);
    assertThat(found.toHtml()).contains(found.chart().svg());
  }
}
