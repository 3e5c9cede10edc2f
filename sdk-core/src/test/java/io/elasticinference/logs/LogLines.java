package io.elasticinference.logs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/** The lines that are logged while this is open, by all threads. */
public final class LogLines implements AutoCloseable {

  private static final List<LogLines> OPEN = new CopyOnWriteArrayList<>();

  /** One line, with what stood in the MDC of the thread that logged it. */
  public record Line(String logger, Level level, String message, Map<String, String> mdc) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private LogLines() {}

  public static LogLines kept() {
    LogLines kept = new LogLines();
    OPEN.add(kept);
    return kept;
  }

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  static void add(String logger, Level level, String message) {
    @Nullable Map<String, String> mdc = MDC.getCopyOfContextMap();
    Line line = new Line(logger, level, message, mdc == null ? Map.of() : mdc);
    OPEN.forEach(kept -> kept.lines.add(line));
  }

  @Override
  public void close() {
    OPEN.remove(this);
  }
}
