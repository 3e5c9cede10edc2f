package io.elasticinference.internal.telemetry;

import io.elasticinference.telemetry.Work;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;

/**
 * What a span says of a piece of work: names and attributes as OpenTelemetry's semantic conventions
 * for HTTP client spans have them.
 */
final class SpanFacts {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private SpanFacts() {}

  static SpanBuilder of(Work work, Tracer tracer) {
    SpanBuilder span = tracer.spanBuilder(name(work));
    work.subject()
        .namespace()
        .ifPresent(namespace -> span.setAttribute(Tag.NAMESPACE.attribute(), namespace));
    work.subject()
        .service()
        .ifPresent(service -> span.setAttribute(Tag.SERVICE.attribute(), service));
    if (work instanceof Work.ApiCall call) {
      request(call, span);
    } else {
      Tag kind = work instanceof Work.StageRun ? Tag.STAGE : Tag.OPERATION;
      span.setAttribute(kind.attribute(), work.name());
    }
    return span;
  }

  private static String name(Work work) {
    if (work instanceof Work.ApiCall call) {
      return call.method() + " " + call.template();
    }
    return (work instanceof Work.StageRun ? "stage " : "elastic-inference ") + work.name();
  }

  private static void request(Work.ApiCall call, SpanBuilder span) {
    URI url = call.url();
    span.setSpanKind(SpanKind.CLIENT)
        .setAttribute(Tag.API.attribute(), call.api())
        .setAttribute(Tag.API_OPERATION.attribute(), call.name())
        .setAttribute("http.request.method", call.method())
        .setAttribute("url.full", url.toString())
        .setAttribute("url.template", call.template())
        .setAttribute("server.port", port(url));
    if (url.getHost() != null) {
      span.setAttribute("server.address", url.getHost());
    }
    if (call.resend() > 0) {
      span.setAttribute("http.request.resend_count", call.resend());
    }
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "http".equals(url.getScheme()) ? HTTP : HTTPS;
  }
}
