package io.elasticinference.internal.telemetry;

import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Telemetry;
import io.elasticinference.telemetry.Work;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/** Makes spans, and the same numbers as for Micrometer. */
public final class OpenTelemetryListener implements Telemetry {

  /** The name of the instrumentation scope. */
  static final String SCOPE = "io.elasticinference";

  private static final PerOwner<OpenTelemetry, OpenTelemetryMeters> METERS =
      new PerOwner<>(OpenTelemetryMeters::new);

  private static final ContextKey<Traced> INNERMOST = ContextKey.named("elastic-inference-work");

  private final Tracer tracer;
  private final Measuring measuring;

  /**
   * Makes spans by one tracer provider, and counts by its meter provider.
   *
   * @param openTelemetry where to
   */
  public OpenTelemetryListener(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer(SCOPE);
    this.measuring = new Measuring(METERS.of(openTelemetry));
  }

  /** Uses what the process has registered for all. */
  public static Telemetry global() {
    return new OpenTelemetryListener(GlobalOpenTelemetry.get());
  }

  @Override
  public Ongoing began(Work work) {
    return new Traced(work);
  }

  @Override
  public void told(Signal signal) {
    measuring.told(signal);
  }

  @Override
  public Carried carry() {
    Context context = Context.current();
    return () -> {
      io.opentelemetry.context.Scope scope = opened(context);
      return scope::close;
    };
  }

  @SuppressWarnings("MustBeClosedChecker") // whoever ends the work closes it
  private static io.opentelemetry.context.Scope opened(Context context) {
    return context.makeCurrent();
  }

  private final class Traced implements Ongoing {
    private final Work work;
    private final @Nullable Traced outer = Context.current().get(INNERMOST);
    private final Span span;
    private final io.opentelemetry.context.Scope scope;
    private final long begin = System.nanoTime();
    private int status;

    /** What the span of a part of this work tells already. */
    private volatile @Nullable Throwable recorded;

    Traced(Work work) {
      this.work = work;
      this.span = SpanFacts.of(work, tracer).startSpan();
      this.scope = opened(Context.current().with(span).with(INNERMOST, this));
    }

    @Override
    public void answered(int answer) {
      status = answer;
      span.setAttribute(Tag.STATUS.attribute(), answer);
    }

    @Override
    public void ended(@Nullable Throwable failure) {
      scope.close();
      String error = Errors.type(work, status, failure);
      measuring.ended(work, System.nanoTime() - begin, status, error);
      if (error != null) {
        span.setAttribute(Tag.ERROR.attribute(), error);
        failed(failure);
      }
      span.end();
    }

    private void failed(@Nullable Throwable failure) {
      if (failure == null || work instanceof Work.ApiCall) {
        // The status or the error's type says it all; and a request may fail and be sent again.
        span.setStatus(StatusCode.ERROR);
        return;
      }
      span.setStatus(StatusCode.ERROR, ExceptionFacts.message(failure));
      if (recorded != failure) {
        span.addEvent(ExceptionFacts.EVENT, ExceptionFacts.of(failure));
      }
      if (outer != null) {
        outer.recorded = failure;
      }
    }
  }
}
