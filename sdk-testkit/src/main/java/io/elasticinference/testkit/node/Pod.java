package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A pod as the API server shows it. */
record Pod(JsonObject json) {

  /** One container of the specification. */
  record Container(JsonObject json) {
    String name() {
      return Json.text(json, "name");
    }

    String image() {
      return Json.text(json, "image");
    }

    List<String> command() {
      return Json.texts(json, "command");
    }

    List<String> args() {
      return Json.texts(json, "args");
    }

    /** Returns the value of an environment variable that is given as a text. */
    String variable(String name, String absent) {
      return Json.objects(json, "env").stream()
          .filter(variable -> Json.text(variable, "name").equals(name))
          .map(variable -> Json.text(variable, "value"))
          .reduce(absent, (earlier, later) -> later);
    }

    /**
     * Returns the number of a port that a probe gives as a number or by name; 0 for an unknown
     * name.
     */
    int port(String numberOrName) {
      if (numberOrName.matches("\\d+")) {
        return Integer.parseInt(numberOrName);
      }
      return Json.objects(json, "ports").stream()
          .filter(port -> Json.text(port, "name").equals(numberOrName))
          .mapToInt(port -> Json.number(port, 0, "containerPort"))
          .findFirst()
          .orElse(0);
    }
  }

  String name() {
    return Json.text(json, "metadata", "name");
  }

  String namespace() {
    return Json.text(json, "metadata", "namespace");
  }

  String uid() {
    return Json.text(json, "metadata", "uid");
  }

  String node() {
    return Json.text(json, "spec", "nodeName");
  }

  Map<String, String> annotations() {
    return Json.textMap(json, "metadata", "annotations");
  }

  List<Container> containers() {
    return Json.objects(json, "spec", "containers").stream().map(Container::new).toList();
  }

  List<JsonObject> volumes() {
    return Json.objects(json, "spec", "volumes");
  }

  String restartPolicy() {
    return Json.text(json, "spec", "restartPolicy");
  }

  boolean isDeleted() {
    return Json.at(json, "metadata", "deletionTimestamp").isPresent();
  }

  /** Returns how long the pod may take to end. */
  Duration gracePeriod() {
    return Duration.ofSeconds(Json.number(json, 30, "metadata", "deletionGracePeriodSeconds"));
  }

  /** Returns the path of the pod in the API. */
  String path() {
    return "/api/v1/namespaces/" + namespace() + "/pods/" + name();
  }
}
