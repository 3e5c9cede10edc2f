package io.elasticinference.internal.load.distributed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.internal.load.report.Json;
import io.elasticinference.load.LoadLimits;
import io.elasticinference.load.LoadPhase;
import io.elasticinference.load.LoadProfile;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.ReplyExpectation;
import io.elasticinference.load.RequestBodies;
import io.elasticinference.load.StopCondition;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes a profile as JSON and reads it. Stop conditions are code and cannot be written; that the
 * default one is among them can.
 */
final class ProfileCodec {
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
    json.begin('{').member("method", request.method());
    request.path().ifPresent(path -> json.member("path", path));
    request.contentType().ifPresent(type -> json.member("contentType", type));
    json.name("bodies").begin('[');
    request.bodies().forEach(body -> json.value(Base64.getEncoder().encodeToString(body)));
    json.end(']').name("headers").begin('{');
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
    List<byte[]> bodies =
        fields.texts("bodies").stream().map(body -> Base64.getDecoder().decode(body)).toList();
    LoadRequest request = withBodies(bodies);
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

  /** Only texts come in more than one. */
  private static LoadRequest withBodies(List<byte[]> bodies) {
    return switch (bodies.size()) {
      case 0 -> LoadRequest.get();
      case 1 -> LoadRequest.post(bodies.get(0));
      default ->
          LoadRequest.post(
              RequestBodies.of(bodies.stream().map(body -> new String(body, UTF_8)).toList()));
    };
  }
}
