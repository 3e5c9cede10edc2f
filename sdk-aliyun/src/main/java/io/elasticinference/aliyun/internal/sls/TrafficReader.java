package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.metrics.LatencyStatistic;
import io.elasticinference.metrics.TrafficSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a route's traffic in steps, and puts the answers together. */
final class TrafficReader {

  private static final double NANOS = 1e9;

  private final LogReader reader;
  private final TrafficQueries queries;
  private final int steps;

  TrafficReader(LogReader reader, TrafficQueries queries) {
    this.reader = reader;
    this.queries = queries;
    long length = queries.to() - queries.from();
    this.steps = Math.toIntExact((length + queries.step() - 1) / queries.step());
  }

  /** What one step has. */
  private static final class Counts {
    private final SortedMap<Integer, Long> byStatus = new TreeMap<>();
    private final Map<LatencyStatistic, Duration> latencies = new EnumMap<>(LatencyStatistic.class);
    private double seconds;
    private double bytes;
    private long requests;
  }

  /**
   * Reads all steps.
   *
   * @param settledUntil lines of before are all there
   */
  List<TrafficSummary> read(Instant settledUntil) {
    Map<Integer, Counts> found = counts();
    if (!found.isEmpty()) {
      percentiles(found);
    }
    BitSet lines = linesOfOthers(found);
    List<TrafficSummary> points = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      points.add(point(i, found.getOrDefault(i, new Counts()), lines.get(i), settledUntil));
    }
    return points;
  }

  private Map<Integer, Counts> counts() {
    Map<Integer, Counts> found = new HashMap<>();
    for (Map<String, String> row : reader.allRows(queries.counts())) {
      Counts counts = found.computeIfAbsent(step(row), i -> new Counts());
      long requests = Math.round(Cell.number(row, TrafficQueries.REQUESTS));
      int status = (int) Cell.number(row, TrafficQueries.STATUS);
      counts.byStatus.merge(status, requests, Long::sum);
      counts.requests += requests;
      counts.seconds += Cell.number(row, TrafficQueries.SECONDS);
      counts.bytes += Cell.number(row, TrafficQueries.BYTES);
    }
    return found;
  }

  private void percentiles(Map<Integer, Counts> found) {
    for (Map<String, String> row : reader.allRows(queries.percentiles())) {
      Counts counts = found.get(step(row));
      if (counts != null) {
        for (LatencyStatistic statistic : LatencyStatistic.values()) {
          String column = TrafficQueries.column(statistic);
          if (row.containsKey(column)) {
            counts.latencies.put(statistic, duration(Cell.number(row, column)));
          }
        }
      }
    }
  }

  /**
   * The steps in which the log has lines. Other routes' lines are asked for only where this route
   * has none.
   */
  private BitSet linesOfOthers(Map<Integer, Counts> found) {
    BitSet lines = new BitSet(steps);
    found.keySet().forEach(lines::set);
    if (lines.cardinality() < steps) {
      for (Map<String, String> row : reader.allRows(queries.lines())) {
        lines.set(step(row));
      }
    }
    return lines;
  }

  private TrafficSummary point(int index, Counts counts, boolean hasData, Instant settledUntil) {
    if (counts.requests > 0) {
      counts.latencies.put(LatencyStatistic.AVERAGE, duration(counts.seconds / counts.requests));
    }
    long begin = queries.from() + index * queries.step();
    Instant end = Instant.ofEpochSecond(Math.min(begin + queries.step(), queries.to()));
    return new TrafficSummary(
        Instant.ofEpochSecond(begin),
        end,
        hasData,
        !end.isAfter(settledUntil),
        counts.byStatus,
        counts.latencies,
        Math.round(counts.bytes));
  }

  private static int step(Map<String, String> row) {
    return (int) Cell.number(row, TrafficQueries.STEP);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * NANOS));
  }
}
