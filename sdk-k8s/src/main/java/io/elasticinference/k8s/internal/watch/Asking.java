package io.elasticinference.k8s.internal.watch;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.Workers;
import io.elasticinference.k8s.internal.diagnose.Inquiries;
import io.elasticinference.spi.Observed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what no watch shows, each thing once, away from the threads that watch; tells when an answer
 * has come. What does not come within some seconds is taken as nothing.
 */
final class Asking implements Inquiries {

  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
  private static final int LINES = 20;
  private static final int BYTES = 16 * 1024;
  private static final int SECONDS = 5;

  private final ApiServer server;
  private final Workers workers;
  private final Runnable onAnswer;
  private final boolean waiting;
  private final Map<String, CompletableFuture<Map<String, Object>>> volumes =
      new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<List<String>>> words = new ConcurrentHashMap<>();

  private Asking(ApiServer server, Workers workers, Runnable onAnswer, boolean waiting) {
    this.server = server;
    this.workers = workers;
    this.onAnswer = onAnswer;
    this.waiting = waiting;
  }

  /** Asks behind the caller's back. */
  static Asking aside(ApiServer server, Workers workers, Runnable onAnswer) {
    return new Asking(server, workers, onAnswer, false);
  }

  /** Waits for each answer. */
  static Asking waiting(ApiServer server, Workers workers) {
    return new Asking(server, workers, () -> {}, true);
  }

  @Override
  public Optional<Map<String, Object>> volume(String name, String occasion) {
    return answer(
        volumes.computeIfAbsent(
            name + " " + occasion, key -> ask(() -> readVolume(name), Map.of())));
  }

  @Override
  public Optional<List<String>> lastWords(Map<String, Object> pod, String container, int restarts) {
    String key = Tree.text(pod, "metadata", "uid") + " " + container + " " + restarts;
    return answer(
        words.computeIfAbsent(
            key, k -> ask(() -> readLog(Tree.ref(Resource.POD, pod), container), List.of())));
  }

  private <T> CompletableFuture<T> ask(Supplier<T> question, T nothing) {
    CompletableFuture<T> answer =
        CompletableFuture.supplyAsync(Observed.carry().supplying(question), workers.threads())
            .completeOnTimeout(nothing, SECONDS, TimeUnit.SECONDS);
    CompletableFuture<T> unused = answer.whenComplete((value, failure) -> onAnswer.run());
    return answer;
  }

  private <T> Optional<T> answer(CompletableFuture<T> answer) {
    if (waiting) {
      return Optional.of(answer.join());
    }
    return answer.isDone() && !answer.isCompletedExceptionally()
        ? Optional.of(answer.join())
        : Optional.empty();
  }

  private Map<String, Object> readVolume(String name) {
    try {
      Reply volume = server.sendIfThere(ApiRequest.get(Resource.PERSISTENT_VOLUME.ref(null, name)));
      return volume == null ? Map.of() : volume.body();
    } catch (ApiFailure failure) {
      // Not knowing is not the same as knowing that there is none.
      LOG.debug("{}: {}", failure.request(), failure.getMessage());
      return Map.of("metadata", Map.of("name", name));
    }
  }

  private List<String> readLog(ObjectRef pod, String container) {
    List<String> before = readLog(pod, container, true);
    return before.isEmpty() ? readLog(pod, container, false) : before;
  }

  private List<String> readLog(ObjectRef pod, String container, boolean previous) {
    try {
      return server
          .text(ApiRequest.log(pod, container, previous, LINES, BYTES))
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (ApiFailure failure) {
      LOG.debug("{}: {}", failure.request(), failure.getMessage());
      return List.of();
    }
  }
}
