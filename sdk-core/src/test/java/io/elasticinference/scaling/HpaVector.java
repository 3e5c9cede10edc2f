package io.elasticinference.scaling;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One recorded scenario; the format is explained in hpa-vectors/README.md. */
record HpaVector(
    String name,
    HpaSettings settings,
    int initialReplicas,
    Duration duration,
    MetricSeries metric,
    List<ReplicaChange> events,
    int finalReplicas) {

  /** Reads the file that the system property {@code hpa.vectors} names, else the one beside us. */
  static List<HpaVector> all() throws IOException {
    String file = System.getProperty("hpa.vectors");
    try (InputStream in = new BufferedInputStream(file == null ? own() : named(file))) {
      in.mark(2);
      boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return new BufferedReader(
              new InputStreamReader(zipped ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank())
          .map(HpaVector::parse)
          .toList();
    }
  }

  private static InputStream own() {
    return requireNonNull(HpaVector.class.getResourceAsStream("/hpa-vectors/vectors.jsonl.gz"));
  }

  /** A relative path is taken from here, or from the folder of the whole build above. */
  private static InputStream named(String file) throws IOException {
    Path here = Path.of(file);
    return Files.newInputStream(Files.exists(here) ? here : Path.of("..").resolve(here));
  }

  private static HpaVector parse(String line) {
    Fields fields = new Fields(requireNonNull(Json.parse(line)));
    HpaSettings settings =
        HpaSettings.averageValueMilli(fields.number("targetAverageValueMilli").longValueExact())
            .replicas(fields.integer("minReplicas"), fields.integer("maxReplicas"))
            .controller(
                new ControllerFlags(
                    fields.seconds("syncPeriodSeconds"),
                    fields.seconds("downscaleStabilizationSeconds"),
                    fields.number("tolerance").doubleValue()));
    if (fields.has("behavior")) {
      Fields behavior = fields.at("behavior");
      settings =
          settings
              .scaleUp(rules(behavior.at("scaleUp")))
              .scaleDown(rules(behavior.at("scaleDown")));
    }
    Map<Duration, MetricReading> metric = new LinkedHashMap<>();
    for (Object step : fields.list("metric")) {
      List<?> pair = (List<?>) step;
      Object value = pair.get(1);
      metric.put(
          seconds((BigDecimal) pair.get(0)),
          value == null
              ? MetricReading.missing()
              : MetricReading.ofMilli(((BigDecimal) value).longValueExact()));
    }
    List<ReplicaChange> events = new ArrayList<>();
    for (Object event : fields.list("events")) {
      List<?> pair = (List<?>) event;
      events.add(
          new ReplicaChange(
              seconds((BigDecimal) pair.get(0)), ((BigDecimal) pair.get(1)).intValueExact()));
    }
    return new HpaVector(
        fields.text("name"),
        settings,
        fields.integer("initialReplicas"),
        fields.seconds("durationSeconds"),
        MetricSeries.of(metric),
        events,
        fields.integer("final"));
  }

  private static ScalingRules rules(Fields fields) {
    ScalingRules rules = ScalingRules.defaults();
    if (fields.has("stabilizationWindowSeconds")) {
      rules = rules.stabilizationWindow(fields.seconds("stabilizationWindowSeconds"));
    }
    if (fields.has("selectPolicy")) {
      String policy = fields.text("selectPolicy");
      rules =
          rules.selectPolicy(
              switch (policy) {
                case "Max" -> SelectPolicy.MAX;
                case "Min" -> SelectPolicy.MIN;
                case "Disabled" -> SelectPolicy.DISABLED;
                default -> throw new IllegalArgumentException(policy);
              });
    }
    if (fields.has("policies")) {
      rules = rules.policies(fields.list("policies").stream().map(HpaVector::policy).toList());
    }
    if (fields.has("tolerance")) {
      rules = rules.tolerance(quantity(fields.text("tolerance")));
    }
    return rules;
  }

  private static ScalingPolicy policy(@Nullable Object json) {
    Fields fields = new Fields(requireNonNull(json));
    String type = fields.text("type");
    return new ScalingPolicy(
        switch (type) {
          case "Pods" -> ScalingPolicy.Type.PODS;
          case "Percent" -> ScalingPolicy.Type.PERCENT;
          default -> throw new IllegalArgumentException(type);
        },
        fields.integer("value"),
        fields.seconds("periodSeconds"));
  }

  /** A quantity with one of the suffixes that a tolerance may have. */
  private static double quantity(String text) {
    int suffix = "num".indexOf(text.charAt(text.length() - 1));
    return suffix < 0
        ? new BigDecimal(text).doubleValue()
        : new BigDecimal(text.substring(0, text.length() - 1))
            .movePointLeft(9 - 3 * suffix)
            .doubleValue();
  }

  private static Duration seconds(BigDecimal seconds) {
    return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Reads a JSON object's fields; one that is not there reads as an object without fields. */
  private record Fields(Map<?, ?> map) {

    Fields(Object json) {
      this((Map<?, ?>) json);
    }

    boolean has(String name) {
      return map.get(name) != null;
    }

    Fields at(String name) {
      Object value = map.get(name);
      return new Fields(value == null ? Map.of() : value);
    }

    String text(String name) {
      Object value = get(name);
      return value instanceof BigDecimal number ? number.toPlainString() : (String) value;
    }

    BigDecimal number(String name) {
      return (BigDecimal) get(name);
    }

    int integer(String name) {
      return number(name).intValueExact();
    }

    Duration seconds(String name) {
      return HpaVector.seconds(number(name));
    }

    List<?> list(String name) {
      return (List<?>) get(name);
    }

    private Object get(String name) {
      return requireNonNull(map.get(name), name);
    }
  }
}
