package io.elasticinference.internal.load.distributed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.elasticinference.internal.load.report.Json;
import io.elasticinference.load.BodyTemplate;
import io.elasticinference.load.BodyValue;
import io.elasticinference.load.LoadRequest;
import io.elasticinference.load.RequestBodies;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes the bodies of a request as JSON and reads them. Of those that were made of a template only
 * the template is sent: it is smaller, and each worker makes others of it.
 */
final class BodiesCodec {
  private BodiesCodec() {}

  static void write(Json json, LoadRequest request) {
    if (request.template().isPresent()) {
      write(json.name("template"), request.template().get(), request.bodyCount());
      return;
    }
    json.name("bodies").begin('[');
    request.bodies().forEach(body -> json.value(Base64.getEncoder().encodeToString(body)));
    json.end(']');
  }

  private static void write(Json json, BodyTemplate template, int count) {
    // Longs as texts, since a number would lose their last bits.
    json.begin('{').member("text", template.template()).member("count", count);
    json.member("seed", Long.toString(template.seed())).name("values").begin('{');
    template.values().forEach((name, value) -> write(json.name(name), value));
    json.end('}').end('}');
  }

  private static void write(Json json, BodyValue value) {
    json.begin('{');
    if (value instanceof BodyValue.Texts texts) {
      json.member("value", "texts").name("texts").begin('[');
      texts.texts().forEach(json::value);
      json.end(']');
    } else if (value instanceof BodyValue.Whole whole) {
      json.member("value", "whole").member("from", Long.toString(whole.from()));
      json.member("to", Long.toString(whole.to()));
    } else if (value instanceof BodyValue.Wholes wholes) {
      json.member("value", "wholes").member("from", Long.toString(wholes.from()));
      json.member("to", Long.toString(wholes.to())).member("length", wholes.length());
    } else if (value instanceof BodyValue.Decimals decimals) {
      json.member("value", "decimals").exact("from", decimals.from());
      json.exact("to", decimals.to()).member("length", decimals.length());
    } else {
      throw Unsendable.kind("body value", value);
    }
    json.end('}');
  }

  /** A request with the bodies, if it has any, and nothing else. */
  static LoadRequest read(Fields fields) {
    if (fields.members().containsKey("template")) {
      Fields template = fields.object("template");
      return LoadRequest.post(template(template).bodies((int) template.whole("count")));
    }
    List<byte[]> bodies =
        fields.texts("bodies").stream().map(body -> Base64.getDecoder().decode(body)).toList();
    return switch (bodies.size()) {
      case 0 -> LoadRequest.get();
      case 1 -> LoadRequest.post(bodies.get(0));
      // Only texts come in more than one.
      default ->
          LoadRequest.post(
              RequestBodies.of(bodies.stream().map(body -> new String(body, UTF_8)).toList()));
    };
  }

  private static BodyTemplate template(Fields fields) {
    BodyTemplate template =
        BodyTemplate.of(fields.text("text")).seed(Long.parseLong(fields.text("seed")));
    Fields values = fields.object("values");
    for (Map.Entry<?, ?> entry : values.members().entrySet()) {
      String name = (String) entry.getKey();
      template = template.value(name, value(values.object(name)));
    }
    return template;
  }

  private static BodyValue value(Fields fields) {
    String kind = fields.text("value");
    return switch (kind) {
      case "texts" -> new BodyValue.Texts(fields.texts("texts"));
      case "whole" ->
          new BodyValue.Whole(
              Long.parseLong(fields.text("from")), Long.parseLong(fields.text("to")));
      case "wholes" ->
          new BodyValue.Wholes(
              (int) fields.whole("length"),
              Long.parseLong(fields.text("from")),
              Long.parseLong(fields.text("to")));
      case "decimals" ->
          new BodyValue.Decimals(
              (int) fields.whole("length"), fields.number("from"), fields.number("to"));
      default ->
          throw new IllegalArgumentException("body value: " + kind + " (expected: a known one)");
    };
  }
}
