package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what happened beside the load: replicas, scaling events, the rate as the autoscaler
 * sees it. May be written by any thread, before, during and after a run; give it to {@link
 * LoadReport#plus(Timeline)}.
 *
 * <pre>{@code
 * Timeline timeline = new Timeline();
 * try (Subscription recording = service.record(timeline)) {
 *   timeline.mark(Instant.now(), "deploy", "version 2 comes");
 *   report = report.plus(timeline);
 * }
 * }</pre>
 *
 * @see io.elasticinference.InferenceService#record(Timeline)
 */
public final class Timeline {
  private record Key(String name, String unit) {}

  private final Map<Key, List<TimelineSeries.Point>> points = new LinkedHashMap<>();
  private final List<TimelineMark> marks = new ArrayList<>();

  /** Makes an empty timeline. */
  public Timeline() {}

  /**
   * Adds a value. Of equal values in a row only the first and the last are kept, since a value
   * holds until the next.
   *
   * @param name the series, for example {@code ready}
   * @param unit what it counts, for example {@code replicas} or {@code req/s}
   * @param time the moment from which on it holds
   * @param value a finite number
   * @throws IllegalArgumentException when the value is not finite
   */
  public synchronized void record(String name, String unit, Instant time, double value) {
    Check.argument(Double.isFinite(value), name, value, "a finite number");
    List<TimelineSeries.Point> series =
        points.computeIfAbsent(new Key(name, unit), key -> new ArrayList<>());
    int size = series.size();
    if (size >= 2
        && series.get(size - 1).value() == value
        && series.get(size - 2).value() == value) {
      series.remove(size - 1);
    }
    series.add(new TimelineSeries.Point(time, value));
  }

  /**
   * Adds an event.
   *
   * @param time when
   * @param kind what sort of thing, for example {@code scale-out}
   * @param text what, in a few words
   */
  public synchronized void mark(Instant time, String kind, String text) {
    marks.add(new TimelineMark(time, kind, text));
  }

  /**
   * The series so far.
   *
   * @return a copy
   */
  public synchronized List<TimelineSeries> series() {
    return points.entrySet().stream()
        .map(e -> new TimelineSeries(e.getKey().name(), e.getKey().unit(), e.getValue()))
        .toList();
  }

  /**
   * The events so far.
   *
   * @return a copy, in order of time
   */
  public synchronized List<TimelineMark> marks() {
    return marks.stream().sorted((a, b) -> a.time().compareTo(b.time())).toList();
  }
}
