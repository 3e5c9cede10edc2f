package io.elasticinference.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneIT {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private ControlPlane plane;
  private Path auditLog;
  private Set<ProcessHandle> others = Set.of();

  @BeforeAll
  void start(@TempDir Path folder) {
    auditLog = folder.resolve("audit.log");
    // The cloud that other tests of this JVM share has processes too.
    others = ProcessHandle.current().descendants().collect(Collectors.toSet());
    plane = ControlPlane.builder().users("alice", "bob:testers").auditLog(auditLog).start();
  }

  @AfterAll
  void stop() {
    List<ProcessHandle> children =
        ProcessHandle.current().descendants().filter(each -> !others.contains(each)).toList();
    plane.close();
    assertThat(children).hasSizeGreaterThanOrEqualTo(5).noneMatch(ProcessHandle::isAlive);
    assertThat(plane.directory()).doesNotExist();
  }

  @Test
  void watch_tellsOfEverything_whenTheApiServerRestarts() {
    KubeClient client = plane.client("test");
    List<String> seen = new CopyOnWriteArrayList<>();
    List<String> gone = new CopyOnWriteArrayList<>();
    try (ObjectWatch watch =
        ObjectWatch.start(
            client, MAPS, "", map -> seen.add(name(map)), map -> gone.add(name(map)))) {
      assertThat(watch).isNotNull();
      client.create(MAPS, map("before"));
      await().untilAsserted(() -> assertThat(seen).contains("before"));
      plane.stopApiServer();
      plane.startApiServer();
      client.create(MAPS, map("after"));
      client.delete(MAPS + "/before", new JsonObject());
      await().untilAsserted(() -> assertThat(seen).contains("after"));
      await().untilAsserted(() -> assertThat(gone).containsExactly("before"));
    }
  }

  @Test
  void auditLog_namesTheUserAgent_whenARequestWasAnswered() {
    plane.client("counted-agent").get(MAPS);
    await()
        .untilAsserted(
            () ->
                assertThat(Files.readAllLines(auditLog))
                    .anyMatch(
                        line ->
                            line.contains("\"userAgent\":\"counted-agent\"")
                                && line.contains("\"verb\":\"list\"")));
  }

  @Test
  void kubeconfig_isThere_whenTheUserWasAskedFor() {
    assertThat(plane.kubeconfig("alice")).content().contains("user: alice");
    assertThat(plane.kubeconfig("bob")).exists();
    assertThatThrownBy(() -> plane.kubeconfig("carol"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void find_isEmpty_whenThereIsNoSuchObject() {
    KubeClient client = plane.client("test");
    assertThat(client.find(MAPS + "/none")).isEmpty();
    assertThatThrownBy(() -> client.get(MAPS + "/none"))
        .isInstanceOf(KubeException.class)
        .hasMessage("404: configmaps \"none\" not found");
  }

  private static JsonObject map(String name) {
    return Json.object(
        "apiVersion", "v1", "kind", "ConfigMap", "metadata", Json.object("name", name));
  }

  private static String name(JsonObject object) {
    return Json.text(object, "metadata", "name");
  }
}
