package io.elasticinference.k8s.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.elasticinference.Framework;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Traces;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.apply.Memory;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Observed;
import io.elasticinference.spi.ServiceNames;
import io.elasticinference.telemetry.Subject;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of watches, which many share and which outlive whoever began them. */
class WatchTrailTest {

  private static final String WATCH = "GET /api/v1/namespaces/{namespace}/pods | watch pods";
  private static final ServiceNames NAMES =
      new ServiceNames("default", "bert", "v1", Framework.TENSORFLOW);

  private final Traces traces = new Traces();
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

  private List<SpanData> watches() {
    return traces.spans().stream().filter(span -> span.toString().contains("watch pods")).toList();
  }

  @Test
  void watch_isAPartOfTheCallThatBeganIt_andNoLaterOneIs() throws IOException {
    List<Subject> heard = new CopyOnWriteArrayList<>();
    Cluster.Watching watching =
        traces.during(
            () ->
                hub.watch(NAMES, status -> heard.add(Observed.current().subject()), failure -> {}));
    await().until(() -> cluster.watching("pods") == 1 && watches().size() == 1);
    await().until(() -> !heard.isEmpty());

    cluster.cut("pods");
    await().until(() -> watches().size() == 2);

    assertThat(watches().get(0).getParentSpanId()).isEqualTo(traces.operation().getSpanId());
    assertThat(watches().get(1).getParentSpanContext().isValid()).isFalse();
    assertThat(watches().get(1).getAttributes().asMap().values())
        .contains("default")
        .doesNotContain("bert");
    assertThat(traces.requests()).contains(WATCH + " | null | 200 | null");
    assertThat(heard).containsOnly(Traces.BERT);
    watching.close();
  }

  @Test
  void watch_isCountedAsRetried_whenItIsRefusedInPassing() {
    cluster.answerLists(503);

    Cluster.Watching watching = traces.during(() -> hub.watch(NAMES, status -> {}, failure -> {}));
    await().until(() -> cluster.watching("pods") == 1);

    assertThat(traces.metric("api.retries"))
        .singleElement()
        .asString()
        .startsWith("503 kubernetes list ")
        .endsWith("=1");
    watching.close();
  }
}
