package io.elasticinference.benchmarks;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts at the API server what one client has asked: its audit log has a line a request. */
final class AuditLog {

  private final Path file;
  private final String userAgent;
  private int seen;

  AuditLog(Path file, String userAgent) {
    this.file = file;
    this.userAgent = userAgent;
  }

  /** What the client asked since the last call, counted by verb. */
  Map<String, Integer> sinceLast() throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, Integer> verbs = new TreeMap<>();
    for (String line : lines.subList(seen, lines.size())) {
      JsonObject event = JsonParser.parseString(line).getAsJsonObject();
      if (event.has("userAgent")
          && event.get("userAgent").getAsString().startsWith(userAgent)
          && event.get("stage").getAsString().equals("ResponseComplete")) {
        verbs.merge(event.get("verb").getAsString(), 1, Integer::sum);
      }
    }
    seen = lines.size();
    return verbs;
  }
}
