package io.elasticinference.k8s.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.ClusterAccessException;
import io.elasticinference.Framework;
import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.Memory;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.ServiceNames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchHubTest {

  private static final int KINDS = 6;

  private final List<ServiceStatus> statuses = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
  private final Workers workers = new Workers();
  private WatchServer cluster;
  private ApiServer server;
  private WatchHub hub;

  @BeforeEach
  void start() throws IOException {
    cluster = new WatchServer();
    server = cluster.connect();
    hub = new WatchHub(server, workers, new Memory());
  }

  @AfterEach
  void stop() {
    hub.close();
    workers.close();
    server.close();
    cluster.close();
  }

  private static ServiceNames names(String name) {
    return new ServiceNames("default", name, "v1", Framework.TENSORFLOW);
  }

  private void deployment(String name, int ready) {
    cluster.put(
        "deployments",
        names(name).workload(),
        ",\"generation\":1",
        ",\"spec\":{\"replicas\":2},\"status\":{\"observedGeneration\":1,\"replicas\":2,"
            + "\"updatedReplicas\":2,\"readyReplicas\":"
            + ready
            + ",\"availableReplicas\":"
            + ready
            + "}");
  }

  private Cluster.Watching watch(String name) {
    return hub.watch(names(name), statuses::add, failures::add);
  }

  private long watches() {
    return cluster.requests.stream().filter(request -> request.startsWith("watch")).count();
  }

  @Test
  void watch_tellsTheStatusAtOnce_andThenWhatChanges() {
    deployment("bert", 0);
    try (Cluster.Watching watching = watch("bert")) {
      await().until(() -> statuses.size() == 1);
      deployment("bert", 1);
      await().until(() -> statuses.size() == 2);
      deployment("bert", 2);
      await().until(() -> statuses.size() == 3);
      assertThat(watching).isNotNull();
    }
    assertThat(statuses).extracting(ServiceStatus::readyReplicas).containsExactly(0, 1, 2);
    assertThat(statuses).extracting(ServiceStatus::ready).containsExactly(false, false, true);
    assertThat(failures).isEmpty();
  }

  @Test
  void watch_saysThatItDoesNotExist_onlyWhenAllHasBeenSeen() {
    cluster.answerLists(503, 503);
    try (Cluster.Watching watching = watch("bert")) {
      await().atMost(Duration.ofSeconds(20)).until(() -> statuses.size() == 1);
      assertThat(watching).isNotNull();
    }
    assertThat(statuses.get(0).exists()).isFalse();
  }

  @Test
  void watch_sharesOneWatchAKind_andEndsItWithTheLastListener() {
    deployment("bert", 2);
    deployment("gpt", 2);
    Cluster.Watching one = watch("bert");
    Cluster.Watching two = watch("gpt");
    await().until(() -> statuses.size() == 2);
    await().until(() -> watches() == KINDS);
    one.close();
    deployment("gpt", 1);
    await().until(() -> statuses.size() == 3);
    assertThat(watches()).isEqualTo(KINDS);
    two.close();
    // The server notices when it next writes; a closed listener hears nothing of it.
    deployment("gpt", 0);
    await()
        .until(
            () -> {
              cluster.tell("deployments", "\n");
              return cluster.watching("deployments") == 0;
            });
    assertThat(statuses).hasSize(3);
  }

  @Test
  void watch_tellsAListener_whenTheRightToSeePodsIsMissing() {
    cluster.refuse("pods");
    try (Cluster.Watching watching = watch("bert")) {
      await().until(() -> failures.size() == 1);
      assertThat(watching).isNotNull();
    }
    assertThat(failures.get(0))
        .isInstanceOf(ClusterAccessException.class)
        .hasMessageContaining("list pods");
    assertThat(statuses).isEmpty();
  }

  @Test
  void watch_seesLess_whenOnlyEventsAreForbidden() {
    cluster.refuse("events");
    cluster.refuse("persistentvolumeclaims");
    deployment("bert", 2);
    try (Cluster.Watching watching = watch("bert")) {
      await().until(() -> statuses.size() == 1);
      assertThat(watching).isNotNull();
    }
    assertThat(statuses.get(0).ready()).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void watch_goesOn_whenAListenerThrows() {
    deployment("bert", 0);
    try (Cluster.Watching watching =
        hub.watch(
            names("bert"),
            status -> {
              statuses.add(status);
              throw new IllegalStateException("the listener's own fault");
            },
            failures::add)) {
      await().until(() -> statuses.size() == 1);
      deployment("bert", 1);
      await().until(() -> statuses.size() == 2);
      assertThat(watching).isNotNull();
    }
  }

  @Test
  void watch_outlivesARestart_andTellsWhatHappenedMeanwhile() throws IOException {
    deployment("bert", 0);
    try (Cluster.Watching watching = watch("bert")) {
      await().until(() -> statuses.size() == 1);
      cluster.goAway();
      deployment("bert", 2);
      cluster.answerWatches(503, 403);
      cluster.comeBack();
      await().atMost(Duration.ofSeconds(40)).until(() -> statuses.size() == 2);
      assertThat(watching).isNotNull();
    }
    assertThat(statuses.get(1).ready()).isTrue();
  }
}
