package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.report.Json;
import io.elasticinference.load.ConnectionsPhase;
import io.elasticinference.load.ConstantPhase;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.RampPhase;
import io.elasticinference.load.ReplayPhase;
import io.elasticinference.load.SinePhase;
import io.elasticinference.load.SpikePhase;
import io.elasticinference.load.StepsPhase;
import io.elasticinference.scaling.TrafficTrace;

/** Writes each kind of phase as JSON, to the last bit of its numbers, and reads it. */
final class PhaseCodec {
  private PhaseCodec() {}

  static void write(Json json, LoadPhase phase) {
    json.begin('{');
    if (phase instanceof ConstantPhase constant) {
      json.member("phase", "constant").exact("rate", constant.requestsPerSecond());
    } else if (phase instanceof RampPhase ramp) {
      json.member("phase", "ramp").exact("from", ramp.from()).exact("to", ramp.to());
    } else if (phase instanceof StepsPhase steps) {
      json.member("phase", "steps").exact("from", steps.from()).exact("to", steps.to());
      json.member("count", steps.count());
    } else if (phase instanceof SpikePhase spike) {
      json.member("phase", "spike").exact("base", spike.base()).exact("peak", spike.peak());
    } else if (phase instanceof SinePhase sine) {
      json.member("phase", "sine").exact("low", sine.low()).exact("high", sine.high());
      json.member("period", sine.period().toNanos());
    } else if (phase instanceof ConnectionsPhase connections) {
      json.member("phase", "connections").member("count", connections.count());
    } else if (phase instanceof ReplayPhase replay) {
      json.member("phase", "replay").exact("speed", replay.speed());
      json.exact("factor", replay.factor());
      json.member("trace", Moments.encode(replay.trace()));
      json.member("traceNanos", replay.trace().duration().toNanos());
    } else {
      throw Unsendable.kind("phase", phase);
    }
    json.member("nanos", phase.duration().toNanos()).end('}');
  }

  static LoadPhase read(Fields fields) {
    String kind = fields.text("phase");
    return switch (kind) {
      case "constant" -> new ConstantPhase(fields.number("rate"), fields.nanos("nanos"));
      case "ramp" ->
          new RampPhase(fields.number("from"), fields.number("to"), fields.nanos("nanos"));
      case "steps" ->
          new StepsPhase(
              fields.number("from"),
              fields.number("to"),
              (int) fields.whole("count"),
              fields.nanos("nanos"));
      case "spike" ->
          new SpikePhase(fields.number("base"), fields.number("peak"), fields.nanos("nanos"));
      case "sine" ->
          new SinePhase(
              fields.number("low"),
              fields.number("high"),
              fields.nanos("period"),
              fields.nanos("nanos"));
      case "connections" ->
          new ConnectionsPhase((int) fields.whole("count"), fields.nanos("nanos"));
      case "replay" ->
          new ReplayPhase(
              TrafficTrace.ofArrivals(
                  fields.nanos("traceNanos"), Moments.decode(fields.text("trace"))),
              fields.number("speed"),
              fields.number("factor"));
      default -> throw new IllegalArgumentException("phase: " + kind + " (expected: a known one)");
    };
  }
}
