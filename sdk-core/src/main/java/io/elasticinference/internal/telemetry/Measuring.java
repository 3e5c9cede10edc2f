package io.elasticinference.internal.telemetry;

import io.elasticinference.load.LoadSample;
import io.elasticinference.telemetry.Signal;
import io.elasticinference.telemetry.Signal.BreakerState;
import io.elasticinference.telemetry.Subject;
import io.elasticinference.telemetry.Work;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says which numbers come of what is told, for all libraries alike. */
final class Measuring {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Meters meters;

  Measuring(Meters meters) {
    this.meters = meters;
  }

  /**
   * A piece of work has ended.
   *
   * @param status the HTTP status of a request; 0 where there was no answer, and for other work
   * @param error what went wrong, in a word; null where nothing did
   */
  void ended(Work work, long nanos, int status, @Nullable String error) {
    String namespace = work.subject().namespaceGiven();
    String service = work.subject().serviceGiven();
    if (work instanceof Work.ApiCall call) {
      meters.time(
          Row.of(
              Metric.API_CALL_DURATION,
              call.api(),
              call.name(),
              status == 0 ? null : Integer.toString(status),
              error),
          nanos);
    } else {
      Metric metric =
          work instanceof Work.StageRun ? Metric.STAGE_DURATION : Metric.OPERATION_DURATION;
      meters.time(Row.of(metric, work.name(), namespace, service, error), nanos);
    }
  }

  void told(Signal signal) {
    if (signal instanceof Signal.Retried retried) {
      meters.count(Row.of(Metric.API_RETRIES, retried.api(), retried.name(), retried.reason()), 1);
    } else if (signal instanceof Signal.BreakerChanged changed) {
      for (BreakerState state : BreakerState.values()) {
        meters.set(
            Row.of(Metric.BREAKER_STATE, changed.api(), lower(state)),
            state == changed.state() ? 1 : 0);
      }
    } else if (signal instanceof Signal.BreakerRejected rejected) {
      meters.count(Row.of(Metric.BREAKER_REJECTIONS, rejected.api()), 1);
    } else if (signal instanceof Signal.Transferred transferred) {
      transferred(transferred);
    } else if (signal instanceof Signal.LoadSecond second) {
      second(second.subject(), second.sample());
    } else if (signal instanceof Signal.LoadEnded ended) {
      ended(ended.subject(), lower(ended.outcome()));
    }
  }

  private void transferred(Signal.Transferred moved) {
    String direction = lower(moved.direction());
    String namespace = moved.subject().namespaceGiven();
    String service = moved.subject().serviceGiven();
    meters.count(Row.of(Metric.TRANSFER_BYTES, direction, namespace, service), moved.bytes());
    meters.count(Row.of(Metric.TRANSFER_FILES, direction, namespace, service), moved.files());
    meters.change(
        Row.of(Metric.TRANSFER_THROUGHPUT, direction, namespace, service),
        moved.bytesPerSecondChange());
  }

  private void second(Subject subject, LoadSample sample) {
    requests(subject, "ok", sample.ok());
    requests(subject, "failed", sample.failed());
    requests(subject, "dropped", sample.dropped());
    meters.count(plain(Metric.LOAD_OFFERED, subject), sample.offered());
    meters.count(plain(Metric.LOAD_LATE, subject), sample.late());
    meters.set(plain(Metric.LOAD_IN_FLIGHT, subject), (double) sample.inFlight());
    boolean measured = sample.ok() > 0;
    latency(subject, "0.5", measured, sample.p50());
    latency(subject, "0.9", measured, sample.p90());
    latency(subject, "0.99", measured, sample.p99());
    latency(subject, "1", measured, sample.max());
  }

  private void ended(Subject subject, String outcome) {
    meters.count(
        Row.of(Metric.LOAD_RUNS, subject.namespaceGiven(), subject.serviceGiven(), outcome), 1);
    meters.set(plain(Metric.LOAD_IN_FLIGHT, subject), 0);
    for (String quantile : new String[] {"0.5", "0.9", "0.99", "1"}) {
      latency(subject, quantile, false, Duration.ZERO);
    }
  }

  private void requests(Subject subject, String outcome, long count) {
    meters.count(
        Row.of(Metric.LOAD_REQUESTS, subject.namespaceGiven(), subject.serviceGiven(), outcome),
        count);
  }

  private void latency(Subject subject, String quantile, boolean measured, Duration value) {
    meters.set(
        Row.of(Metric.LOAD_LATENCY, subject.namespaceGiven(), subject.serviceGiven(), quantile),
        measured ? value.toNanos() / NANOS_PER_SECOND : Double.NaN);
  }

  private static Row plain(Metric metric, Subject subject) {
    return Row.of(metric, subject.namespaceGiven(), subject.serviceGiven());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
