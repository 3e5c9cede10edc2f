package io.elasticinference.it;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The spans of one run, and which is a part of which. */
final class SpanTree {

  private final List<SpanData> spans;

  SpanTree(List<SpanData> spans) {
    this.spans = List.copyOf(spans);
  }

  /** The only span of that name. */
  SpanData the(String name) {
    List<SpanData> found = named(name);
    if (found.size() != 1) {
      throw new AssertionError(name + ": " + found.size() + " (expected: 1) in " + this);
    }
    return found.get(0);
  }

  List<SpanData> named(String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).toList();
  }

  /** Those directly below, by when they began. */
  List<SpanData> below(SpanData parent) {
    return spans.stream()
        .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
        .sorted((a, b) -> Long.compare(a.getStartEpochNanos(), b.getStartEpochNanos()))
        .toList();
  }

  /** The names of those directly below. */
  List<String> namesBelow(SpanData parent) {
    return below(parent).stream().map(SpanData::getName).toList();
  }

  /** The requests directly below a span: what was asked, and what came of it. */
  List<String> requestsBelow(SpanData parent) {
    return below(parent).stream()
        .map(
            span ->
                text(span, "elastic.inference.api")
                    + " "
                    + text(span, "elastic.inference.api.operation")
                    + " "
                    + span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .toList();
  }

  Optional<SpanData> parent(SpanData span) {
    return spans.stream()
        .filter(other -> other.getSpanId().equals(span.getParentSpanId()))
        .findFirst();
  }

  /** All requests. */
  List<SpanData> requests() {
    return spans.stream().filter(span -> text(span, "elastic.inference.api") != null).toList();
  }

  static @Nullable String text(SpanData span, String attribute) {
    return span.getAttributes().get(AttributeKey.stringKey(attribute));
  }

  /** As a person would draw it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (SpanData span : spans) {
      if (parent(span).isEmpty()) {
        draw(span, "", text);
      }
    }
    return text.toString();
  }

  private void draw(SpanData span, String indent, StringBuilder text) {
    text.append('\n').append(indent).append(span.getName());
    below(span).forEach(child -> draw(child, indent + "  ", text));
  }
}
