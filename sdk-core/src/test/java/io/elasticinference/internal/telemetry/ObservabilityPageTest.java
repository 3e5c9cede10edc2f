package io.elasticinference.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.event.Stage;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadSample;
import io.elasticinference.telemetry.MicrometerTelemetry;
import io.elasticinference.telemetry.OpenTelemetryTelemetry;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page docs/observability.md lists what the code registers, and the code all that it lists. */
class ObservabilityPageTest {

  private static final Subject BERT = new Subject("nlp", "bert");
  private static final Pattern ROW =
      Pattern.compile("\\| `(elastic\\.inference\\.[a-z.]+)` \\| (\\w+) \\| (\\w*) ?\\| (.*) \\|");
  private static final Pattern FENCED = Pattern.compile("(?s)```.*?```");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/observability.md"));
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(page()).results().toList();
  }

  /** Everything that can be told, once. */
  private static void tellAll(Telemetry telemetry) {
    telemetry.began(new Work.Operation("deploy", BERT)).ended(null);
    telemetry.began(new Work.StageRun(Stage.APPLY, BERT)).ended(new IllegalStateException());
    telemetry
        .began(
            new Work.ApiCall(
                "oss", "PutObject", "PUT", URI.create("https://oss/x"), "/{key}", 1, BERT))
        .ended(null);
    telemetry.told(new Signal.Retried("oss", "PutObject", "503"));
    telemetry.told(new Signal.BreakerChanged("sls", Signal.BreakerState.OPEN));
    telemetry.told(new Signal.BreakerRejected("sls"));
    telemetry.told(new Signal.Transferred(Signal.Direction.DOWNLOAD, BERT, 1, 1, 1));
    telemetry.told(
        new Signal.LoadSecond(
            BERT,
            new LoadSample(
                0,
                Instant.EPOCH,
                10,
                9,
                5,
                2,
                1,
                3,
                4,
                Duration.ofMillis(20),
                Duration.ofMillis(30),
                Duration.ofMillis(40),
                Duration.ofMillis(50))));
    telemetry.told(new Signal.LoadEnded(Subject.NONE, LoadOutcome.STOPPED));
  }

  @Test
  void page_listsTheMetrics_thatTheCodeKnows() throws IOException {
    assertThat(rows())
        .extracting(
            row -> String.join(" | ", row.group(1), row.group(2), row.group(3), row.group(4)))
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values())
                .map(
                    metric ->
                        String.join(
                            " | ",
                            metric.fullName(),
                            metric.kind().name().toLowerCase(Locale.ROOT),
                            metric.unit().spelled(),
                            metric.tags().stream()
                                .map(tag -> "`" + tag.key() + "`")
                                .collect(Collectors.joining(", "))))
                .toList());
  }

  @Test
  void micrometer_registersWhatThePageLists_withTheseTagsAndUnits() throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();

    tellAll(MicrometerTelemetry.of(registry));

    for (MatchResult row : rows()) {
      List<Meter> meters =
          registry.getMeters().stream()
              .filter(meter -> meter.getId().getName().equals(row.group(1)))
              .toList();
      assertThat(meters)
          .as(row.group(1))
          .isNotEmpty()
          .allSatisfy(
              meter -> {
                assertThat(meter.getId().getType().name().toLowerCase(Locale.ROOT))
                    .isEqualTo(row.group(2));
                assertThat(meter.getId().getBaseUnit())
                    .isEqualTo(row.group(3).isEmpty() ? null : row.group(3));
                assertThat(meter.getId().getTags())
                    .extracting(tag -> "`" + tag.getKey() + "`")
                    .containsExactlyInAnyOrder(row.group(4).split(", ", -1));
                assertThat(meter.getId().getDescription()).isNotBlank();
              });
    }
    assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()).distinct())
        .hasSize(rows().size());
  }

  @Test
  void openTelemetry_registersWhatThePageLists_byTheAttributesThatItNames() throws IOException {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    tellAll(
        OpenTelemetryTelemetry.of(
            OpenTelemetrySdk.builder()
                .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build()));

    Set<String> names = new TreeSet<>();
    Set<String> attributes = new TreeSet<>();
    reader
        .collectAllMetrics()
        .forEach(
            metric -> {
              names.add(metric.getName());
              metric
                  .getData()
                  .getPoints()
                  .forEach(
                      point ->
                          point
                              .getAttributes()
                              .forEach((key, value) -> attributes.add(key.getKey())));
            });

    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(rows().stream().map(row -> row.group(1)).toList());
    Set<String> named =
        CODE.matcher(FENCED.matcher(page()).replaceAll(""))
            .results()
            .map(code -> code.group(1))
            .collect(Collectors.toSet());
    assertThat(attributes)
        .isSubsetOf(Arrays.stream(Tag.values()).map(Tag::attribute).collect(Collectors.toSet()))
        .allMatch(
            attribute ->
                named.contains(attribute)
                    || named.contains(attribute.replace("elastic.inference.", "")));
  }

  @Test
  void load_isToldInBaseUnits_andForgottenAtTheEnd() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Telemetry telemetry = MicrometerTelemetry.of(registry);

    tellAll(telemetry);

    assertThat(registry.get("elastic.inference.load.latency").tag("quantile", "0.99").gauges())
        .extracting(gauge -> gauge.value())
        .contains(0.04);
    assertThat(registry.get("elastic.inference.load.requests").tag("outcome", "dropped").counter())
        .satisfies(dropped -> assertThat(dropped.count()).isEqualTo(1));
    telemetry.told(new Signal.LoadEnded(BERT, LoadOutcome.COMPLETED));
    assertThat(
            registry
                .get("elastic.inference.load.latency")
                .tags("quantile", "0.99", "inference.service", "bert")
                .gauge()
                .value())
        .isNaN();
    assertThat(
            registry
                .get("elastic.inference.load.in.flight")
                .tag("inference.service", "bert")
                .gauge()
                .value())
        .isZero();
  }
}
