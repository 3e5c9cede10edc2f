package io.elasticinference.testkit.modelserver;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** Writes log lines in TensorFlow's layout: time, severity, source. */
final class ServerLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

  private final Consumer<String> sink;

  ServerLog(Consumer<String> sink) {
    this.sink = sink;
  }

  void info(String source, String message) {
    write("I", source, message);
  }

  void warn(String source, String message) {
    write("W", source, message);
  }

  void error(String source, String message) {
    write("E", source, message);
  }

  /** Writes a line as it stands, as the program's own output. */
  void plain(String line) {
    sink.accept(line);
  }

  private void write(String severity, String source, String message) {
    String time = LocalDateTime.now(ZoneOffset.UTC).format(TIME);
    sink.accept(time + ": " + severity + " tensorflow_serving/" + source + "] " + message);
  }
}
