package io.elasticinference.internal.telemetry;

import static io.elasticinference.internal.telemetry.Tag.API;
import static io.elasticinference.internal.telemetry.Tag.API_OPERATION;
import static io.elasticinference.internal.telemetry.Tag.DIRECTION;
import static io.elasticinference.internal.telemetry.Tag.ERROR;
import static io.elasticinference.internal.telemetry.Tag.NAMESPACE;
import static io.elasticinference.internal.telemetry.Tag.OPERATION;
import static io.elasticinference.internal.telemetry.Tag.OUTCOME;
import static io.elasticinference.internal.telemetry.Tag.QUANTILE;
import static io.elasticinference.internal.telemetry.Tag.REASON;
import static io.elasticinference.internal.telemetry.Tag.SERVICE;
import static io.elasticinference.internal.telemetry.Tag.STAGE;
import static io.elasticinference.internal.telemetry.Tag.STATE;
import static io.elasticinference.internal.telemetry.Tag.STATUS;

import java.util.List;

/**
 * All that is measured. {@code docs/observability.md} lists the same, which a test compares.
 *
 * <p>Names are dotted and in the singular of what is measured, units are base units and no part of
 * a name (Micrometer: naming meters; OpenTelemetry: metrics semantic conventions, names and units).
 */
public enum Metric {
  OPERATION_DURATION(
      "operation.duration",
      Kind.TIMER,
      Unit.SECONDS,
      "Calls of the client's methods",
      OPERATION,
      NAMESPACE,
      SERVICE,
      ERROR),
  STAGE_DURATION(
      "stage.duration",
      Kind.TIMER,
      Unit.SECONDS,
      "Stages of the pipeline",
      STAGE,
      NAMESPACE,
      SERVICE,
      ERROR),
  API_CALL_DURATION(
      "api.call.duration",
      Kind.TIMER,
      Unit.SECONDS,
      "HTTP requests to the cluster and the cloud, each try by itself",
      API,
      API_OPERATION,
      STATUS,
      ERROR),
  API_RETRIES(
      "api.retries",
      Kind.COUNTER,
      Unit.NONE,
      "Requests that are sent again",
      API,
      API_OPERATION,
      REASON),
  BREAKER_STATE(
      "breaker.state",
      Kind.GAUGE,
      Unit.NONE,
      "1 for the state that a circuit breaker is in, 0 for the others",
      API,
      STATE),
  BREAKER_REJECTIONS(
      "breaker.rejections",
      Kind.COUNTER,
      Unit.NONE,
      "Requests that were not sent, since the circuit breaker is open",
      API),
  TRANSFER_BYTES(
      "transfer.bytes",
      Kind.COUNTER,
      Unit.BYTES,
      "Bytes of models that moved to or from the store",
      DIRECTION,
      NAMESPACE,
      SERVICE),
  TRANSFER_FILES(
      "transfer.files",
      Kind.COUNTER,
      Unit.NONE,
      "Files of models that are whole where they belong",
      DIRECTION,
      NAMESPACE,
      SERVICE),
  TRANSFER_THROUGHPUT(
      "transfer.throughput",
      Kind.GAUGE,
      Unit.BYTES_PER_SECOND,
      "How fast models move now",
      DIRECTION,
      NAMESPACE,
      SERVICE),
  LOAD_REQUESTS(
      "load.requests",
      Kind.COUNTER,
      Unit.NONE,
      "Requests of stress tests that came to an end",
      NAMESPACE,
      SERVICE,
      OUTCOME),
  LOAD_OFFERED(
      "load.offered",
      Kind.COUNTER,
      Unit.NONE,
      "Requests of stress tests that came due by the schedule",
      NAMESPACE,
      SERVICE),
  LOAD_LATE(
      "load.late",
      Kind.COUNTER,
      Unit.NONE,
      "Requests of stress tests sent more than 10 ms after their time",
      NAMESPACE,
      SERVICE),
  LOAD_IN_FLIGHT(
      "load.in.flight",
      Kind.GAUGE,
      Unit.NONE,
      "Requests of a stress test due and unanswered",
      NAMESPACE,
      SERVICE),
  LOAD_LATENCY(
      "load.latency",
      Kind.GAUGE,
      Unit.SECONDS,
      "Latency of the last second of a stress test, from the intended send time",
      NAMESPACE,
      SERVICE,
      QUANTILE),
  LOAD_RUNS(
      "load.runs", Kind.COUNTER, Unit.NONE, "Stress tests that ended", NAMESPACE, SERVICE, OUTCOME);

  /** How a value is kept. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  /** A base unit, as each library writes it. */
  public enum Unit {
    NONE("", "1"),
    SECONDS("seconds", "s"),
    BYTES("bytes", "By"),
    BYTES_PER_SECOND("bytes_per_second", "By/s");

    private final String spelled;
    private final String ucum;

    Unit(String spelled, String ucum) {
      this.spelled = spelled;
      this.ucum = ucum;
    }

    /** As Micrometer writes it; empty for none. */
    public String spelled() {
      return spelled;
    }

    /** As OpenTelemetry writes it, in the Unified Code for Units of Measure. */
    public String ucum() {
      return ucum;
    }
  }

  private static final String PREFIX = "elastic.inference.";

  private final String name;
  private final Kind kind;
  private final Unit unit;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Tag> tags;

  Metric(String name, Kind kind, Unit unit, String description, Tag... tags) {
    this.name = PREFIX + name;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** The name in both libraries. */
  public String fullName() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public Unit unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  /** The tags, all of which every value has. */
  public List<Tag> tags() {
    return tags;
  }
}
