package io.elasticinference.testkit.sls.internal.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One log: the second it belongs to, when it arrived, and its keys and values. Immutable. */
public final class LogRow {

  private final int time;
  private final int nanos;
  private final long receivedAt;
  private final LogKeys keys;
  private final String[] values;

  LogRow(int time, int nanos, long receivedAt, LogKeys keys, List<String> values) {
    this.time = time;
    this.nanos = nanos;
    this.receivedAt = receivedAt;
    this.keys = keys;
    this.values = values.toArray(String[]::new);
  }

  /**
   * Answers when the log happened.
   *
   * @return seconds since the epoch
   */
  public int time() {
    return time;
  }

  /**
   * Answers the part of the time below a second.
   *
   * @return nanoseconds, 0 to 999,999,999
   */
  public int nanos() {
    return nanos;
  }

  /**
   * Answers when the log arrived here.
   *
   * @return milliseconds since the epoch
   */
  public long receivedAt() {
    return receivedAt;
  }

  /**
   * Answers the keys.
   *
   * @return the keys, in the order of the values
   */
  public LogKeys keys() {
    return keys;
  }

  /**
   * Answers one value by its position.
   *
   * @param position a position in {@link #keys()}
   * @return the value
   */
  public String value(int position) {
    return values[position];
  }

  /**
   * Finds a value.
   *
   * @param key the key
   * @return its value, or null when the log has no such key
   */
  public @Nullable String value(String key) {
    int position = keys.indexOf(key);
    return position < 0 ? null : values[position];
  }
}
