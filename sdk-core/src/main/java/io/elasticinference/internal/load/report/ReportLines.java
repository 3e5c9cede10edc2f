package io.elasticinference.internal.load.report;

import io.elasticinference.load.LoadReport;
import io.elasticinference.load.LoadSample;
import io.elasticinference.load.TimelineSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The lines of a report's charts. A long run is thinned to what a screen can show: rates become
 * means, latencies the worst of their seconds.
 */
final class ReportLines {
  private static final int MAX_POINTS = 1200;

  private final List<LoadSample> samples;
  private final TimeAxis axis;
  private final int step;

  ReportLines(LoadReport report, TimeAxis axis) {
    this.samples = report.samples();
    this.axis = axis;
    this.step = Math.max(1, (samples.size() + MAX_POINTS - 1) / MAX_POINTS);
  }

  /** How many seconds one point stands for. */
  int step() {
    return step;
  }

  Line rate(String name, String color, Line.Style style, ToLongFunction<LoadSample> count) {
    Line line = new Line(name, color, style);
    for (List<LoadSample> part : parts()) {
      double sum = part.stream().mapToLong(count).sum();
      line.add(middle(part), sum / part.size());
    }
    return line;
  }

  /** Milliseconds; a gap where nothing succeeded. */
  Line latency(String name, String color, Function<LoadSample, Duration> latency) {
    Line line = new Line(name, color, Line.Style.LINE);
    for (List<LoadSample> part : parts()) {
      line.add(
          middle(part),
          part.stream()
              .filter(s -> s.ok() > 0)
              .mapToDouble(s -> Numbers.millis(latency.apply(s)))
              .max()
              .orElse(Double.NaN));
    }
    return line;
  }

  /** A series holds its last value to the end of the axis. */
  Line series(TimelineSeries series, String color, Line.Style style) {
    Line line = new Line(series.name(), color, style);
    double last = Double.NaN;
    for (TimelineSeries.Point point : series.points()) {
      line.add(axis.seconds(point.time()), point.value());
      last = point.value();
    }
    if (!Double.isNaN(last)) {
      line.add(axis.end(), last);
    }
    return line;
  }

  private List<List<LoadSample>> parts() {
    List<List<LoadSample>> parts = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += step) {
      parts.add(samples.subList(i, Math.min(samples.size(), i + step)));
    }
    return parts;
  }

  private static double middle(List<LoadSample> part) {
    return part.get(0).second() + part.size() / 2.0;
  }
}
