package io.elasticinference.testkit.sls.internal;

import io.elasticinference.testkit.sls.internal.store.LogRow;
import io.elasticinference.testkit.sls.internal.store.Logstore;
import io.elasticinference.testkit.sls.internal.store.NewLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes rows for tests. */
public final class Rows {

  private Rows() {}

  /** Rows of one key and value more each: {@code row(time, "k", "v", …)}. */
  public static NewLog log(int time, String... keysAndValues) {
    List<String> keys = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keys.add(keysAndValues[i]);
      values.add(keysAndValues[i + 1]);
    }
    return new NewLog(time, 0, keys, values);
  }

  public static NewLog log(int time, Map<String, String> fields) {
    return new NewLog(time, 0, List.copyOf(fields.keySet()), List.copyOf(fields.values()));
  }

  public static List<LogRow> rows(List<NewLog> logs) {
    Logstore store = new Logstore("s", null, 0, Duration.ofHours(1), 1_000_000);
    store.append(logs, 0);
    return store.between(Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
  }

  public static LogRow row(String... keysAndValues) {
    return rows(List.of(log(1, keysAndValues))).get(0);
  }
}
