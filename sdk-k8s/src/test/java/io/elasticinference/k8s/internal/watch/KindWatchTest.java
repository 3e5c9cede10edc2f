package io.elasticinference.k8s.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindWatchTest implements KindWatch.Audience {

  private static final String PODS = "pods";
  private static final String GONE =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n";

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable ApiFailure> refusal = new AtomicReference<>();
  private WatchServer cluster;
  private ApiServer server;
  private KindWatch watch;

  @BeforeEach
  void start() throws IOException {
    cluster = new WatchServer();
    server = cluster.connect();
    watch = new KindWatch(server, Resource.POD, "default", "", "", this);
    cluster.put(PODS, "a", "");
    watch.start();
    await().until(() -> cluster.watching(PODS) == 1);
  }

  @AfterEach
  void stop() {
    watch.close();
    server.close();
    cluster.close();
  }

  @Override
  public void changed(Resource resource, Map<String, Object> object) {
    heard.add(Tree.name(object));
  }

  @Override
  public void synced(Resource resource) {
    heard.add("synced");
  }

  @Override
  public void refused(Resource resource, ApiFailure failure) {
    refusal.set(failure);
  }

  private List<String> names() {
    return watch.all().stream().map(Tree::name).sorted().toList();
  }

  private long lists() {
    return cluster.requests.stream().filter(request -> request.startsWith("list")).count();
  }

  private void awaitNames(String... names) {
    await().atMost(Duration.ofSeconds(30)).until(() -> names().equals(List.of(names)));
  }

  @Test
  void all_holdsWhatWasListedAndWatched() {
    assertThat(heard).containsExactly("synced", "a");
    cluster.put(PODS, "b", "");
    awaitNames("a", "b");
    cluster.delete(PODS, "a");
    awaitNames("b");
    assertThat(heard).containsExactly("synced", "a", "b", "a");
    assertThat(cluster.requests).containsExactly("list pods", "watch pods 2");
  }

  @Test
  void run_goesOnFromWhereItWas_whenTheWatchIsCut() {
    cluster.put(PODS, "b", "");
    awaitNames("a", "b");
    cluster.cut(PODS);
    await().until(() -> cluster.watching(PODS) == 1);
    cluster.put(PODS, "c", "");
    awaitNames("a", "b", "c");
    assertThat(cluster.requests).contains("watch pods 3");
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void run_goesOnFromTheBookmark_whenNothingElseWasSent() throws IOException {
    cluster.tell(
        PODS, "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"77\"}}}\n");
    await().until(() -> watch.version().equals("77"));
    cluster.end(PODS);
    await().until(() -> cluster.requests.contains("watch pods 77"));
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void run_readsNoHalfEvent_whenTheCutIsInTheMiddleOfOne() {
    cluster.tell(PODS, "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"na");
    cluster.cut(PODS);
    await().until(() -> cluster.watching(PODS) == 1);
    cluster.put(PODS, "b", "");
    awaitNames("a", "b");
  }

  @Test
  void run_listsAnew_whenTheVersionIsTooOld() {
    cluster.deleteUnheard(PODS, "a");
    cluster.cut(PODS);
    awaitNames();
    assertThat(heard).containsExactly("synced", "a", "a");
    assertThat(lists()).isEqualTo(2);
  }

  @Test
  void run_listsAnew_whenTheWatchSaysThatTheVersionIsTooOld() {
    cluster.deleteUnheard(PODS, "a");
    cluster.tell(PODS, GONE);
    awaitNames();
    await().until(() -> cluster.requests.contains("watch pods 3"));
    cluster.put(PODS, "b", "");
    awaitNames("b");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void run_comesBack_whenTheServerIsBusy(int status) {
    cluster.answerWatches(status, status);
    cluster.cut(PODS);
    await().atMost(Duration.ofSeconds(20)).until(() -> cluster.watching(PODS) == 1);
    cluster.put(PODS, "b", "");
    awaitNames("a", "b");
  }

  @Test
  void run_comesBack_whenTheServerRestarts() throws IOException {
    cluster.goAway();
    // Refused, as an API server does that has not read its rules yet; then the version is too old.
    cluster.answerWatches(403);
    cluster.deleteUnheard(PODS, "a");
    cluster.put(PODS, "b", "");
    cluster.comeBack();
    awaitNames("b");
    assertThat(refusal).hasValue(null);
  }

  @Test
  void run_isOver_whenTheRightIsTakenAway() {
    cluster.refuse(PODS);
    cluster.cut(PODS);
    await().atMost(Duration.ofSeconds(30)).until(() -> refusal.get() != null);
    int requests = cluster.requests.size();
    await()
        .during(Duration.ofMillis(600))
        .atMost(Duration.ofSeconds(5))
        .until(() -> cluster.requests.size() == requests);
  }

  @Test
  void run_asksNothing_whileNothingHappens() {
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> cluster.requests.size() == 2);
  }

  @Test
  void close_endsTheWatch() {
    watch.close();
    cluster.put(PODS, "b", "");
    cluster.put(PODS, "c", "");
    await().until(() -> cluster.watching(PODS) == 0 || names().equals(List.of("a")));
    assertThat(names()).containsExactly("a");
    assertThat(refusal).hasValue(null);
  }
}
