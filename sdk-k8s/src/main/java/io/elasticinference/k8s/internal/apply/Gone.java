package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.WatchStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits by a watch until an object is really gone: finalizers may hold it for a while. */
final class Gone {

  private static final Logger LOG = LoggerFactory.getLogger(Gone.class);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final String DELETED = "DELETED";
  private static final String ERROR = "ERROR";

  private Gone() {}

  /** An object that is still there after all that time. Stays inside this package. */
  static final class NotGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotGone(ObjectRef object, Map<String, Object> last, Duration waited) {
      super(
          object
              + ": still being deleted after "
              + waited.toSeconds()
              + " s, held by "
              + Tree.list(last, "metadata", "finalizers")
              + " (expected: gone).");
    }
  }

  /**
   * Waits until the object is gone, or another one has its name.
   *
   * @param last the object as it was last seen
   * @throws NotGone where it is still there after that time
   */
  static void await(ApiServer server, ObjectRef object, Map<String, Object> last, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, Object> seen = last;
    while (true) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toSeconds();
      if (left <= 0) {
        throw new NotGone(object, seen, limit);
      }
      if (watch(server, object, seen, (int) left)) {
        return;
      }
      // The watch ended without a word, or could not be had: look, and watch on from there.
      pause(left);
      Reply now = server.sendIfThere(ApiRequest.get(object));
      if (now == null || !uid(now.body()).equals(uid(last))) {
        return;
      }
      seen = now.body();
    }
  }

  private static boolean watch(
      ApiServer server, ObjectRef object, Map<String, Object> seen, int seconds) {
    ApiRequest request =
        ApiRequest.watch(
            Resource.of(object),
            object.namespace(),
            "",
            "metadata.name=" + object.name(),
            Tree.text(seen, "metadata", "resourceVersion"),
            seconds);
    try (WatchStream events = server.watch(request)) {
      for (WatchStream.Event event = events.next(); event != null; event = events.next()) {
        if (event.type().equals(DELETED) && uid(event.object()).equals(uid(seen))) {
          return true;
        }
        if (event.type().equals(ERROR)) {
          return false;
        }
      }
    } catch (IOException e) {
      LOG.debug("{}: cut, looking again", request, e);
    } catch (ApiFailure failure) {
      if (!failure.passing() && !failure.expired()) {
        throw failure;
      }
      LOG.debug("{}: refused for now, looking again", request, failure);
    }
    return false;
  }

  private static void pause(long leftSeconds) {
    try {
      Thread.sleep(Math.min(PAUSE.toMillis(), Duration.ofSeconds(leftSeconds).toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ElasticInferenceException(
          "Deletion: waiting for its end was interrupted (expected: until the object is gone).",
          "The cluster goes on deleting; delete() again to wait for the end.",
          true,
          e);
    }
  }

  private static String uid(Map<String, Object> object) {
    return Tree.text(object, "metadata", "uid");
  }
}
