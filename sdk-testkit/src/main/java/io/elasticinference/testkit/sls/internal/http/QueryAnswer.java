package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a query finds, in the two forms in which the service answers: a list with headers to a GET,
 * an object with {@code meta} and {@code data} to a POST.
 *
 * @param request the question
 * @param complete whether every log was looked at
 * @param processed how many logs were looked at
 * @param millis how long it took
 * @param types the columns with their types, for a statement
 * @param rows the logs, or the statement's rows
 */
record QueryAnswer(
    QueryRequest request,
    boolean complete,
    int processed,
    long millis,
    Map<String, String> types,
    List<Map<String, String>> rows) {

  Answer asList() {
    Answer answer =
        Answer.json(data())
            .with("x-log-progress", progress())
            .with("x-log-count", String.valueOf(rows.size()))
            .with("x-log-processed-rows", String.valueOf(processed))
            .with("x-log-elapsed-millisecond", String.valueOf(millis))
            .with("x-log-cpu-sec", "0")
            .with("x-log-cpu-cores", "1")
            .with("x-log-has-sql", String.valueOf(request.hasStatement()));
    JsonObject info = new JsonObject();
    info.add("keys", keys());
    info.add("terms", new JsonArray());
    info.addProperty("limited", "0");
    return answer.with("x-log-query-info", Ascii.json(info));
  }

  Answer asObject() {
    JsonObject meta = new JsonObject();
    meta.addProperty("progress", progress());
    meta.addProperty("count", rows.size());
    meta.addProperty("processedRows", processed);
    meta.addProperty("processedBytes", 0);
    meta.addProperty("elapsedMillisecond", millis);
    meta.addProperty("hasSQL", request.hasStatement());
    meta.addProperty("whereQuery", request.search());
    meta.addProperty("aggQuery", request.statement());
    meta.addProperty("cpuSec", 0);
    meta.addProperty("cpuCores", 1);
    meta.addProperty("mode", 0);
    meta.addProperty("scanBytes", 0);
    meta.addProperty("limited", 0);
    meta.addProperty("isAccurate", true);
    meta.add("keys", keys());
    meta.add("terms", new JsonArray());
    JsonArray columnTypes = new JsonArray();
    types.values().forEach(columnTypes::add);
    meta.add("columnTypes", columnTypes);
    JsonObject answer = new JsonObject();
    answer.add("meta", meta);
    answer.add("data", data());
    return Answer.json(answer)
        .with("x-log-progress", progress())
        .with("x-log-count", String.valueOf(rows.size()));
  }

  private String progress() {
    return complete ? "Complete" : "Incomplete";
  }

  private JsonArray keys() {
    JsonArray keys = new JsonArray();
    types.keySet().forEach(keys::add);
    return keys;
  }

  private JsonArray data() {
    JsonArray data = new JsonArray();
    for (Map<String, String> row : rows) {
      JsonObject json = new JsonObject();
      row.forEach(json::addProperty);
      data.add(json);
    }
    return data;
  }
}
