package io.elasticinference.testkit.node;

import com.google.gson.JsonObject;
import io.elasticinference.testkit.controlplane.Json;
import io.elasticinference.testkit.controlplane.KubeClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays a pod's volumes out as folders: config maps and secrets as files, OSS volumes by their
 * driver, the others empty.
 */
final class Volumes {
  private final KubeClient client;
  private final OssDriver driver;

  Volumes(KubeClient client, OssDriver driver) {
    this.client = client;
    this.driver = driver;
  }

  /**
   * Mounts every volume of a pod.
   *
   * @param pod whose volumes
   * @param folder the pod's folder
   * @throws MountException at the first volume that cannot be mounted
   */
  void mount(Pod pod, Path folder) throws MountException {
    for (JsonObject volume : pod.volumes()) {
      String name = Json.text(volume, "name");
      Path target = folder(folder, name);
      try {
        Files.createDirectories(target);
        if (volume.has("configMap")) {
          configMap(pod, name, volume.getAsJsonObject("configMap"), target);
        } else if (volume.has("secret")) {
          secret(pod, name, volume.getAsJsonObject("secret"), target);
        } else if (volume.has("downwardAPI")) {
          fields(pod, volume.getAsJsonObject("downwardAPI"), target);
        } else if (volume.has("persistentVolumeClaim")) {
          claim(pod, name, Json.text(volume, "persistentVolumeClaim", "claimName"), target);
        }
      } catch (IOException e) {
        throw new MountException(name, e.toString());
      }
    }
  }

  /**
   * Writes again what a pod's volumes tell of the pod itself, which has changed.
   *
   * @param pod as it is now
   * @param folder the pod's folder, mounted before
   */
  static void refresh(Pod pod, Path folder) throws IOException {
    for (JsonObject volume : pod.volumes()) {
      if (volume.has("downwardAPI")) {
        fields(
            pod, volume.getAsJsonObject("downwardAPI"), folder(folder, Json.text(volume, "name")));
      }
    }
  }

  /** Each file changes as a whole, as the kubelet's do. */
  private static void fields(Pod pod, JsonObject source, Path target) throws IOException {
    for (JsonObject item : Json.objects(source, "items")) {
      Path file = target.resolve(Json.text(item, "path"));
      Path unfinished = target.resolve("..unfinished");
      Files.writeString(
          unfinished, FieldPaths.value(pod, Json.text(item, "fieldRef", "fieldPath")));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  static Path folder(Path podFolder, String volume) {
    return podFolder.resolve("volumes").resolve(volume);
  }

  private void configMap(Pod pod, String volume, JsonObject source, Path target)
      throws MountException, IOException {
    String name = Json.text(source, "name");
    Optional<JsonObject> map =
        client.find("/api/v1/namespaces/" + pod.namespace() + "/configmaps/" + name);
    if (map.isEmpty() && !isOptional(source)) {
      throw new MountException(volume, "configmap \"" + name + "\" not found");
    }
    Map<String, byte[]> data = new LinkedHashMap<>();
    map.ifPresent(
        found -> {
          Json.textMap(found, "data")
              .forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
          data.putAll(decoded(found, "binaryData"));
        });
    write(volume, data, source, target);
  }

  private void secret(Pod pod, String volume, JsonObject source, Path target)
      throws MountException, IOException {
    String name = Json.text(source, "secretName");
    Optional<JsonObject> secret =
        client.find("/api/v1/namespaces/" + pod.namespace() + "/secrets/" + name);
    if (secret.isEmpty() && !isOptional(source)) {
      throw new MountException(volume, "secret \"" + name + "\" not found");
    }
    write(volume, secret.map(found -> decoded(found, "data")).orElse(Map.of()), source, target);
  }

  private void claim(Pod pod, String volume, String claim, Path target)
      throws MountException, IOException {
    JsonObject pvc =
        client
            .find("/api/v1/namespaces/" + pod.namespace() + "/persistentvolumeclaims/" + claim)
            .orElseThrow(
                () ->
                    new MountException(
                        volume, "persistentvolumeclaim \"" + claim + "\" not found"));
    String name = Json.text(pvc, "spec", "volumeName");
    JsonObject pv =
        client
            .find("/api/v1/persistentvolumes/" + name)
            .orElseThrow(
                () -> new MountException(volume, "persistentvolume \"" + name + "\" not found"));
    if (Json.text(pv, "spec", "csi", "driver").equals(OssDriver.NAME)) {
      Map<String, String> secret = publishSecret(name, pv);
      driver.publish(name, Json.textMap(pv, "spec", "csi", "volumeAttributes"), secret, target);
    }
  }

  private Map<String, String> publishSecret(String volume, JsonObject pv) throws MountException {
    String name = Json.text(pv, "spec", "csi", "nodePublishSecretRef", "name");
    String namespace = Json.text(pv, "spec", "csi", "nodePublishSecretRef", "namespace");
    if (name.isEmpty()) {
      return Map.of();
    }
    JsonObject secret =
        client
            .find("/api/v1/namespaces/" + namespace + "/secrets/" + name)
            .orElseThrow(
                () ->
                    new MountException(
                        volume,
                        String.format(
                            "fetching NodePublishSecretRef %s/%s failed: kubernetes.io/csi: failed to find the secret %s in "
                                + "the namespace %s with error: secrets \"%s\" not found",
                            namespace, name, name, namespace, name)));
    Map<String, String> data = new LinkedHashMap<>();
    decoded(secret, "data")
        .forEach((key, value) -> data.put(key, new String(value, StandardCharsets.UTF_8)));
    return data;
  }

  private static Map<String, byte[]> decoded(JsonObject object, String field) {
    Map<String, byte[]> data = new LinkedHashMap<>();
    Json.textMap(object, field)
        .forEach((key, base64) -> data.put(key, Base64.getDecoder().decode(base64)));
    return data;
  }

  /** Writes all keys, or those that {@code items} names, under the names that it gives them. */
  private static void write(String volume, Map<String, byte[]> data, JsonObject source, Path target)
      throws MountException, IOException {
    List<JsonObject> items = Json.objects(source, "items");
    Map<String, String> files = new LinkedHashMap<>();
    if (items.isEmpty()) {
      data.keySet().forEach(key -> files.put(key, key));
    }
    items.forEach(item -> files.put(Json.text(item, "key"), Json.text(item, "path")));
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content = data.get(file.getKey());
      if (content == null) {
        throw new MountException(volume, "references non-existent config key: " + file.getKey());
      }
      Path path = target.resolve(file.getValue()).normalize();
      if (!path.startsWith(target)) {
        throw new MountException(volume, "path " + file.getValue() + " leaves the volume");
      }
      Files.createDirectories(path.getParent());
      Files.write(path, content);
    }
  }

  private static boolean isOptional(JsonObject source) {
    return source.has("optional") && source.get("optional").getAsBoolean();
  }
}
