package io.elasticinference.testkit;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The finalizers that keep a namespace from going and that no controller of Kubernetes takes off:
 * those of a program that has ended. The namespace's own conditions say of which kinds objects are
 * left (kubernetes, pkg/controller/namespace/deletion: {@code configmaps. has 1 resource
 * instances}).
 */
final class ForeignFinalizers {

  private static final Pattern KIND =
      Pattern.compile("([a-z0-9]+)\\.([a-z0-9.-]*) has \\d+ resource");

  private final KubeClient kube;

  ForeignFinalizers(KubeClient kube) {
    this.kube = kube;
  }

  /**
   * Takes them off all objects that are left in a namespace.
   *
   * @return of each object its kind, name and what it lost
   */
  List<String> takeOff(JsonObject namespace) {
    List<String> taken = new ArrayList<>();
    Matcher kinds = KIND.matcher(why(namespace));
    while (kinds.find()) {
      String path =
          api(kinds.group(2))
              + "/namespaces/"
              + Json.text(namespace, "metadata", "name")
              + "/"
              + kinds.group(1);
      for (JsonObject object : Json.objects(kube.get(path), "items")) {
        takeOff(path, object, kinds.group(1), taken);
      }
    }
    return taken;
  }

  private void takeOff(String path, JsonObject object, String kind, List<String> taken) {
    List<String> all = Json.texts(object, "metadata", "finalizers");
    List<String> foreign = all.stream().filter(ForeignFinalizers::isForeign).toList();
    if (foreign.isEmpty()) {
      return;
    }
    String name = Json.text(object, "metadata", "name");
    List<String> left = all.stream().filter(Predicate.not(foreign::contains)).toList();
    kube.patch(
        path + "/" + name,
        KubeClient.MERGE,
        Json.object("metadata", Json.object("finalizers", left)));
    taken.add("the finalizer " + String.join(", ", foreign) + " of " + kind + "/" + name);
  }

  private String api(String group) {
    return group.isEmpty()
        ? "/api/v1"
        : "/apis/"
            + group
            + "/"
            + Json.text(kube.get("/apis/" + group), "preferredVersion", "version");
  }

  /** What the namespace itself says of what is left in it. */
  static String why(JsonObject namespace) {
    return Json.objects(namespace, "status", "conditions").stream()
        .filter(condition -> Json.text(condition, "status").equals("True"))
        .map(condition -> Json.text(condition, "message"))
        .collect(Collectors.joining(" "));
  }

  private static boolean isForeign(String finalizer) {
    String domain = finalizer.replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
    return finalizer.contains("/")
        && !domain.equals("kubernetes.io")
        && !domain.endsWith(".kubernetes.io");
  }
}
