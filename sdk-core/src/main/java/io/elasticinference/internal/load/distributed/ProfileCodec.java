package io.elasticinference.internal.load.distributed;

import io.elasticinference.internal.load.Check;
import io.elasticinference.internal.load.report.Json;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.ReplyExpectation;
import io.elasticinference.load.StopCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a profile as JSON and reads it. Stop conditions are code and cannot be written; that the
 * default one is among them can.
 */
final class ProfileCodec {
  /** The bodies tell which of them it is. */
  private static final List<String> METHODS = List.of("GET", "POST");

  private ProfileCodec() {}

  static void write(Json json, LoadProfile profile) {
    json.begin('{').name("phases").begin('[');
    profile.phases().forEach(phase -> PhaseCodec.write(json, phase));
    json.end(']');
    // As a text, since a number would lose the last bits of a long.
    profile.poissonSeed().ifPresent(seed -> json.member("seed", Long.toString(seed)));
    LoadLimits limits = profile.limits();
    json.member("maxConnections", limits.maxConnections());
    json.member("maxInFlight", limits.maxInFlight()).exact("maxRate", limits.maxRate());
    json.member("maxRequests", Long.toString(limits.maxRequests()));
    boolean guarded = profile.stopConditions().contains(StopCondition.DEFAULT);
    json.member("stop", guarded ? "default" : "never");
    profile.request().ifPresent(request -> write(json.name("request"), request));
    json.end('}');
  }

  private static void write(Json json, LoadRequest request) {
    Check.argument(
        METHODS.contains(request.method()), "method", request.method(), "one of " + METHODS);
    json.begin('{').member("method", request.method());
    request.path().ifPresent(path -> json.member("path", path));
    request.contentType().ifPresent(type -> json.member("contentType", type));
    BodiesCodec.write(json, request);
    json.name("headers").begin('{');
    request.headers().forEach(json::member);
    json.end('}').member("timeout", request.timeout().toNanos());
    json.member("keepAlive", request.keepAlive() ? 1 : 0);
    ReplyExpectation expectation = request.expectation();
    json.member("status", expectation.status());
    expectation.bodyText().ifPresent(text -> json.member("bodyText", text));
    expectation.jsonField().ifPresent(field -> json.member("jsonField", field));
    json.end('}');
  }

  static LoadProfile read(Fields fields) {
    List<LoadPhase> phases = new ArrayList<>();
    fields.objects("phases").forEach(phase -> phases.add(PhaseCodec.read(phase)));
    LoadProfile profile =
        LoadProfile.of(phases)
            .limits(
                new LoadLimits(
                    (int) fields.whole("maxConnections"),
                    (int) fields.whole("maxInFlight"),
                    fields.number("maxRate"),
                    Long.parseLong(fields.text("maxRequests"))));
    if (fields.text("stop").equals("never")) {
      profile = profile.stopWhen();
    }
    if (fields.textIfAny("seed").isPresent()) {
      profile = profile.poisson(Long.parseLong(fields.text("seed")));
    }
    return fields.members().containsKey("request")
        ? profile.request(request(fields.object("request")))
        : profile;
  }

  private static LoadRequest request(Fields fields) {
    LoadRequest request = BodiesCodec.read(fields);
    if (fields.textIfAny("path").isPresent()) {
      request = request.path(fields.text("path"));
    }
    if (fields.textIfAny("contentType").isPresent()) {
      request = request.contentType(fields.text("contentType"));
    }
    for (Map.Entry<String, String> header : fields.textMap("headers").entrySet()) {
      request = request.header(header.getKey(), header.getValue());
    }
    request =
        request
            .timeout(fields.nanos("timeout"))
            .keepAlive(fields.whole("keepAlive") == 1)
            .expectStatus((int) fields.whole("status"));
    if (fields.textIfAny("bodyText").isPresent()) {
      request = request.expectBody(fields.text("bodyText"));
    }
    return fields.textIfAny("jsonField").map(request::expectJson).orElse(request);
  }
}
