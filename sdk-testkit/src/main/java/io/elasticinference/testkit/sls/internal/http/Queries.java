package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.SlsException;
import io.elasticinference.testkit.sls.internal.query.QueryException;
import io.elasticinference.testkit.sls.internal.query.SearchMatcher;
import io.elasticinference.testkit.sls.internal.query.SearchParser;
import io.elasticinference.testkit.sls.internal.sql.SqlEngine;
import io.elasticinference.testkit.sls.internal.sql.SqlResult;
import io.elasticinference.testkit.sls.internal.store.LogRow;
import io.elasticinference.testkit.sls.internal.store.Logstore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Answers queries. Thread-safe. */
public final class Queries implements AutoCloseable {

  private final InstantSource clock;
  private final SqlEngine sql = new SqlEngine();
  private final AtomicInteger incomplete = new AtomicInteger();
  private volatile Duration indexingDelay;

  /**
   * Starts the query engine.
   *
   * @param clock the service's time
   * @param indexingDelay how long after its arrival a log is found
   */
  public Queries(InstantSource clock, Duration indexingDelay) {
    this.clock = clock;
    this.indexingDelay = indexingDelay;
  }

  /**
   * Sets how long after its arrival a log is found.
   *
   * @param delay zero or more
   */
  public void indexingDelay(Duration delay) {
    indexingDelay = delay;
  }

  /**
   * Makes the next answers say that they are not complete.
   *
   * @param count how many
   */
  public void incompleteAnswers(int count) {
    incomplete.set(count);
  }

  QueryAnswer logs(Logstore logstore, QueryRequest request) {
    long start = System.nanoTime();
    Found found = find(logstore, request);
    Map<String, String> types = new LinkedHashMap<>();
    List<Map<String, String>> rows =
        request.hasStatement() ? analyse(request, found, types) : page(request, found.rows());
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return new QueryAnswer(request, complete(), found.scanned(), millis, types, rows);
  }

  Answer histogram(Logstore logstore, QueryRequest request) {
    List<Histogram.Bucket> buckets =
        Histogram.count(find(logstore, request).rows(), request.from(), request.to());
    String progress = complete() ? "Complete" : "Incomplete";
    JsonArray json = new JsonArray();
    for (Histogram.Bucket bucket : buckets) {
      JsonObject one = new JsonObject();
      one.addProperty("from", bucket.from());
      one.addProperty("to", bucket.to());
      one.addProperty("count", bucket.count());
      one.addProperty("progress", progress);
      json.add(one);
    }
    long total = buckets.stream().mapToLong(Histogram.Bucket::count).sum();
    return Answer.json(json)
        .with("x-log-progress", progress)
        .with("x-log-count", String.valueOf(total));
  }

  private Found find(Logstore logstore, QueryRequest request) {
    LogIndex index =
        logstore
            .index()
            .orElseThrow(
                () ->
                    new SlsException(400, "IndexConfigNotExist", "logstore without index config"));
    Predicate<LogRow> search;
    try {
      search = SearchMatcher.compile(SearchParser.parse(request.search()), index);
    } catch (QueryException e) {
      throw SlsException.invalidParameter(String.valueOf(e.getMessage()));
    }
    if (!request.topic().isEmpty()) {
      search = search.and(row -> request.topic().equals(row.value("__topic__")));
    }
    long indexed = clock.instant().minus(indexingDelay).toEpochMilli();
    List<LogRow> window = logstore.between(request.from(), request.to(), indexed);
    return new Found(index, window.size(), window.stream().filter(search).toList());
  }

  /**
   * A window without any log at all gives no row, not even to {@code count(1)}; one whose logs the
   * search does not find gives zero. The metrics adapter makes of the first no value, of the second
   * 0.
   */
  private List<Map<String, String>> analyse(
      QueryRequest request, Found found, Map<String, String> types) {
    SqlResult result;
    try {
      result = sql.query(request.statement(), found.index(), found.rows());
    } catch (QueryException e) {
      throw SlsException.invalidParameter(String.valueOf(e.getMessage()));
    }
    for (int i = 0; i < result.labels().size(); i++) {
      types.put(result.labels().get(i), result.types().get(i));
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> values : found.scanned() == 0 ? List.<List<String>>of() : result.rows()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < values.size(); i++) {
        row.put(result.labels().get(i), values.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, String>> page(QueryRequest request, List<LogRow> found) {
    List<LogRow> ordered = new ArrayList<>(found);
    if (request.reverse()) {
      Collections.reverse(ordered);
    }
    return ordered.stream().skip(request.offset()).limit(request.line()).map(Queries::log).toList();
  }

  private static Map<String, String> log(LogRow row) {
    Map<String, String> log = new LinkedHashMap<>();
    log.put("__time__", String.valueOf(row.time()));
    if (row.nanos() != 0) {
      log.put("__time_ns_part__", String.valueOf(row.nanos()));
    }
    for (int i = 0; i < row.keys().names().size(); i++) {
      log.put(row.keys().names().get(i), row.value(i));
    }
    return log;
  }

  private boolean complete() {
    return incomplete.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
  }

  @Override
  public void close() {
    sql.close();
  }

  private record Found(LogIndex index, int scanned, List<LogRow> rows) {}
}
