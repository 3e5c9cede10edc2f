package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.EngineResult;
import io.elasticinference.internal.load.Latencies;
import io.elasticinference.internal.load.report.Json;
import io.elasticinference.load.FailureKind;
import io.elasticinference.load.LoadFailure;
import io.elasticinference.load.LoadOutcome;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.LoadTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;

/** Writes what a worker tells as lines of JSON, and reads them. */
final class LineCodec {
  /** How every line begins that is one of these; a log may hold others. */
  private static final String BEGIN = "{\"load\":\"";

  private LineCodec() {}

  static String ready(Instant time, long pid, String signal) {
    return line("ready")
        .member("time", time.toString())
        .member("pid", pid)
        .member("signal", signal)
        .end('}')
        .toString();
  }

  static String started(Instant time, Instant agreed) {
    return line("started")
        .member("time", time.toString())
        .member("agreed", agreed.toString())
        .end('}')
        .toString();
  }

  static String problem(String text) {
    return line("problem").member("text", text).end('}').toString();
  }

  static String second(LoadSample sample, AbstractHistogram latency) {
    Json json = line("second").member("second", sample.second());
    json.member("offered", sample.offered()).member("sent", sample.sent());
    json.member("ok", sample.ok()).member("failed", sample.failed());
    json.member("dropped", sample.dropped()).member("late", sample.late());
    json.member("inFlight", sample.inFlight());
    return json.member("latency", Latencies.encode(latency)).end('}').toString();
  }

  static String result(EngineResult result) {
    Json json = line("result").member("loadNanos", result.loadDuration().toNanos());
    json.member("nanos", result.duration().toNanos());
    json.member("outcome", result.outcome().name());
    result.reason().ifPresent(reason -> json.member("reason", reason));
    LoadTotals totals = result.totals();
    json.member("offered", totals.offered()).member("sent", totals.sent());
    json.member("ok", totals.ok()).member("failed", totals.failed());
    json.member("dropped", totals.dropped()).member("abandoned", totals.abandoned());
    json.member("late", totals.late());
    json.member("latency", Latencies.encode(result.latency()));
    json.member("failedLatency", Latencies.encode(result.failedLatency()));
    json.member("sendLag", Latencies.encode(result.sendLag()));
    json.name("failures").begin('[');
    for (LoadFailure failure : result.failures()) {
      json.begin('{').member("kind", failure.kind().name()).member("count", failure.count());
      json.member("example", failure.example()).end('}');
    }
    json.end(']').name("statuses").begin('{');
    result.statuses().forEach((status, count) -> json.member(status.toString(), count));
    return json.end('}').end('}').toString();
  }

  private static Json line(String kind) {
    return new Json().begin('{').member("load", kind);
  }

  /**
   * Reads a line.
   *
   * @return empty when it is none of these, for example a warning of the Java runtime
   * @throws IllegalArgumentException when it is one, and damaged
   */
  static Optional<WorkerLine> read(String line) {
    if (!line.startsWith(BEGIN)) {
      return Optional.empty();
    }
    Fields fields = Fields.read(line);
    return Optional.of(
        switch (fields.text("load")) {
          case "ready" ->
              new WorkerLine.Ready(
                  Instant.parse(fields.text("time")), fields.whole("pid"), fields.text("signal"));
          case "started" ->
              new WorkerLine.Started(
                  Instant.parse(fields.text("time")), Instant.parse(fields.text("agreed")));
          case "second" -> second(fields);
          case "result" -> result(fields);
          case "problem" -> new WorkerLine.Problem(fields.text("text"));
          default -> throw new IllegalArgumentException("line: unknown kind");
        });
  }

  private static WorkerLine.Second second(Fields fields) {
    return new WorkerLine.Second(
        (int) fields.whole("second"),
        fields.whole("offered"),
        fields.whole("sent"),
        fields.whole("ok"),
        fields.whole("failed"),
        fields.whole("dropped"),
        fields.whole("late"),
        fields.whole("inFlight"),
        Latencies.decode(fields.text("latency")));
  }

  private static WorkerLine.Result result(Fields fields) {
    List<LoadFailure> failures = new ArrayList<>();
    for (Fields failure : fields.objects("failures")) {
      failures.add(
          new LoadFailure(
              FailureKind.valueOf(failure.text("kind")),
              failure.whole("count"),
              failure.text("example")));
    }
    Map<Integer, Long> statuses = new TreeMap<>();
    Fields counts = fields.object("statuses");
    counts
        .members()
        .keySet()
        .forEach(
            status ->
                statuses.put(Integer.valueOf((String) status), counts.whole((String) status)));
    return new WorkerLine.Result(
        fields.nanos("loadNanos"),
        fields.nanos("nanos"),
        LoadOutcome.valueOf(fields.text("outcome")),
        fields.textIfAny("reason"),
        new LoadTotals(
            fields.whole("offered"),
            fields.whole("sent"),
            fields.whole("ok"),
            fields.whole("failed"),
            fields.whole("dropped"),
            fields.whole("abandoned"),
            fields.whole("late")),
        Latencies.decode(fields.text("latency")),
        Latencies.decode(fields.text("failedLatency")),
        Latencies.decode(fields.text("sendLag")),
        failures,
        statuses);
  }
}
