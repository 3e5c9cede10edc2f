package io.elasticinference.k8s.internal.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a watch: one event a line, until the server or the reader ends it. */
public final class WatchStream implements Closeable {

  /**
   * One event.
   *
   * @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR
   * @param object the object, or the Status that tells the error
   */
  public record Event(String type, Map<String, Object> object) {

    /** The object's resource version. */
    public String resourceVersion() {
      return Tree.text(object, "metadata", "resourceVersion");
    }
  }

  private final LineStream lines;

  WatchStream(LineStream lines) {
    this.lines = lines;
  }

  /**
   * Waits for the next event.
   *
   * @return null where the server ended the watch in peace
   * @throws IOException where the connection was cut, or the watch was closed
   */
  public @Nullable Event next() throws IOException {
    String line = lines.next();
    if (line == null) {
      return null;
    }
    Map<String, Object> event = Json.read(new StringReader(line));
    return new Event(Tree.text(event, "type"), Tree.map(event, "object"));
  }

  /** Ends the watch from another thread: the one that reads gets an IOException. */
  public void cancel() {
    lines.cancel();
  }

  /** Ends the watch; for the thread that reads. */
  @Override
  public void close() {
    lines.close();
  }
}
