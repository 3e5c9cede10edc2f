package io.elasticinference.testkit.sls.internal.store;

import io.elasticinference.testkit.sls.LogIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One log store: rows by the second they belong to. Memory is bounded: what arrived longer ago than
 * the retention goes, and above the greatest number of rows the oldest seconds go. Thread-safe.
 */
public final class Logstore {

  private static final int CACHED_KEYS = 1_000;
  private static final long SWEEP_EVERY_MILLIS = 1_000;

  private final String name;
  private final long createdAt;
  private final long retentionMillis;
  private final int maxRows;
  private final NavigableMap<Integer, List<LogRow>> seconds = new TreeMap<>();
  private final Map<List<String>, LogKeys> knownKeys = new HashMap<>();
  private @Nullable LogIndex index;
  private int rows;
  private long nextSweep;

  /**
   * Makes an empty log store.
   *
   * @param name its name
   * @param index its index, or null: it can be written to, but not searched
   * @param createdAt seconds since the epoch
   * @param retention how long after its arrival a row stays
   * @param maxRows how many rows stay at most
   */
  public Logstore(
      String name, @Nullable LogIndex index, long createdAt, Duration retention, int maxRows) {
    this.name = name;
    this.index = index;
    this.createdAt = createdAt;
    this.retentionMillis = retention.toMillis();
    this.maxRows = maxRows;
  }

  /**
   * Answers the name.
   *
   * @return the log store's name
   */
  public String name() {
    return name;
  }

  /**
   * Answers when it was made.
   *
   * @return seconds since the epoch
   */
  public long createdAt() {
    return createdAt;
  }

  /**
   * Answers the index.
   *
   * @return the index, if one was made
   */
  public synchronized Optional<LogIndex> index() {
    return Optional.ofNullable(index);
  }

  /**
   * Sets the index; it holds for rows that lie here already, too.
   *
   * @param newIndex the index, or null for none
   */
  public synchronized void index(@Nullable LogIndex newIndex) {
    index = newIndex;
  }

  /**
   * Writes logs.
   *
   * @param logs the logs
   * @param now milliseconds since the epoch
   */
  public synchronized void append(List<NewLog> logs, long now) {
    LogRow previous = null;
    for (NewLog log : logs) {
      LogKeys keys =
          previous != null && previous.keys().names().equals(log.keys())
              ? previous.keys()
              : keys(log.keys());
      LogRow row = new LogRow(log.time(), log.nanos(), now, keys, shared(log, keys, previous));
      seconds.computeIfAbsent(row.time(), second -> new ArrayList<>()).add(row);
      previous = row;
    }
    rows += logs.size();
    sweep(now);
  }

  /**
   * Reads the rows of a time window, in the order of their seconds, then of their arrival.
   *
   * @param from seconds since the epoch, inclusive
   * @param to seconds since the epoch, exclusive
   * @param receivedUntil milliseconds since the epoch; what arrived later is not indexed yet
   * @return the rows
   */
  public synchronized List<LogRow> between(long from, long to, long receivedUntil) {
    List<LogRow> found = new ArrayList<>();
    if (from >= to) {
      return found;
    }
    for (List<LogRow> second : seconds.subMap(clamp(from), clamp(to)).values()) {
      for (LogRow row : second) {
        if (row.receivedAt() <= receivedUntil) {
          found.add(row);
        }
      }
    }
    return found;
  }

  private static int clamp(long second) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, second));
  }

  private LogKeys keys(List<String> names) {
    LogKeys known = knownKeys.get(names);
    if (known == null) {
      known = new LogKeys(names);
      if (knownKeys.size() < CACHED_KEYS) {
        knownKeys.put(known.names(), known);
      }
    }
    return known;
  }

  /** Values that are the same as the previous row's (host, method, route) are kept once. */
  private static List<String> shared(NewLog log, LogKeys keys, @Nullable LogRow previous) {
    if (previous == null || previous.keys() != keys) {
      return log.values();
    }
    List<String> values = new ArrayList<>(log.values());
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).equals(previous.value(i))) {
        values.set(i, previous.value(i));
      }
    }
    return values;
  }

  private void sweep(long now) {
    while (rows > maxRows && seconds.size() > 1) {
      rows -= seconds.pollFirstEntry().getValue().size();
    }
    if (rows > maxRows) {
      List<LogRow> only = seconds.firstEntry().getValue();
      only.subList(0, rows - maxRows).clear();
      rows = maxRows;
    }
    if (now < nextSweep) {
      return;
    }
    nextSweep = now + SWEEP_EVERY_MILLIS;
    Iterator<List<LogRow>> all = seconds.values().iterator();
    while (all.hasNext()) {
      List<LogRow> second = all.next();
      // Rows of a second lie in the order of their arrival.
      if (second.get(second.size() - 1).receivedAt() < now - retentionMillis) {
        rows -= second.size();
        all.remove();
      }
    }
  }
}
