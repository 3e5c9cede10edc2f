package io.elasticinference.testkit.sls.internal.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.elasticinference.testkit.sls.LogIndex;
import io.elasticinference.testkit.sls.internal.SlsException;
import io.elasticinference.testkit.sls.internal.store.Logstore;
import io.elasticinference.testkit.sls.internal.store.Project;
import io.elasticinference.testkit.sls.internal.store.Projects;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Projects, log stores and indexes: made, read, listed, deleted. */
final class ProjectRoutes {

  private final Projects projects;
  private final String region;

  ProjectRoutes(Projects projects, String region) {
    this.projects = projects;
    this.region = region;
  }

  Answer project(Call call) {
    String method = call.request().method();
    if (method.equals("GET") && call.project().isEmpty()) {
      return list("projects", projects.all(), this::describe);
    }
    String name = call.requiredProject();
    switch (method) {
      case "GET" -> {
        return Answer.json(describe(projects.project(name)));
      }
      case "POST" -> projects.create(name, optional(call.json(), "description"));
      case "DELETE" -> projects.delete(name);
      default -> throw notPlayed(call);
    }
    return Answer.empty();
  }

  Answer logstores(Call call) {
    String project = call.requiredProject();
    switch (call.request().method()) {
      case "GET" -> {
        String pattern = call.parameter("logstoreName").orElse("");
        return list(
            "logstores",
            projects.project(project).logstores().keySet().stream()
                .filter(name -> name.contains(pattern))
                .toList(),
            JsonPrimitive::new);
      }
      case "POST" -> {
        String name = optional(call.json(), "logstoreName");
        // ACK's collection component makes this log store with its index; so does the local one.
        projects.createLogstore(
            project, name, name.equals("nginx-ingress") ? LogIndex.nginxIngress() : null);
        return Answer.empty();
      }
      default -> throw notPlayed(call);
    }
  }

  Answer logstore(Call call, String name) {
    String project = call.requiredProject();
    switch (call.request().method()) {
      case "GET" -> {
        return Answer.json(describe(projects.logstore(project, name)));
      }
      case "DELETE" -> projects.deleteLogstore(project, name);
      default -> throw notPlayed(call);
    }
    return Answer.empty();
  }

  Answer index(Call call, String name) {
    Logstore logstore = projects.logstore(call.requiredProject(), name);
    boolean indexed = logstore.index().isPresent();
    String method = call.request().method();
    if (!indexed && !method.equals("POST")) {
      throw new SlsException(404, "IndexConfigNotExist", "index config doesn't exist");
    }
    if (indexed && method.equals("POST")) {
      throw new SlsException(400, "IndexAlreadyExist", "log store index is already created");
    }
    switch (method) {
      case "GET" -> {
        return Answer.json(IndexJson.write(logstore.index().orElseThrow()));
      }
      case "POST", "PUT" -> logstore.index(IndexJson.read(call.json()));
      case "DELETE" -> logstore.index(null);
      default -> throw notPlayed(call);
    }
    return Answer.empty();
  }

  static SlsException notPlayed(Call call) {
    return new SlsException(
        501,
        "NotImplemented",
        call.request().method() + " " + call.request().path() + " is not played by the local SLS");
  }

  private static <T> Answer list(String name, List<T> all, Function<T, JsonElement> describe) {
    JsonArray array = new JsonArray();
    all.forEach(one -> array.add(describe.apply(one)));
    JsonObject json = new JsonObject();
    json.addProperty("count", all.size());
    json.addProperty("total", all.size());
    json.add(name, array);
    return Answer.json(json);
  }

  private JsonObject describe(Project project) {
    String created = Instant.ofEpochSecond(project.createdAt()).toString();
    JsonObject json = new JsonObject();
    json.addProperty("projectName", project.name());
    json.addProperty("description", project.description());
    json.addProperty("status", "Normal");
    json.addProperty("region", region);
    json.addProperty("owner", "");
    json.addProperty("createTime", created);
    json.addProperty("lastModifyTime", created);
    return json;
  }

  private static JsonObject describe(Logstore logstore) {
    JsonObject json = new JsonObject();
    json.addProperty("logstoreName", logstore.name());
    json.addProperty("ttl", 30);
    json.addProperty("shardCount", 1);
    json.addProperty("enable_tracking", false);
    json.addProperty("appendMeta", false);
    json.addProperty("autoSplit", false);
    json.addProperty("maxSplitShard", 1);
    json.addProperty("telemetryType", "None");
    json.addProperty("mode", "standard");
    json.addProperty("createTime", logstore.createdAt());
    json.addProperty("lastModifyTime", logstore.createdAt());
    return json;
  }

  private static String optional(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
