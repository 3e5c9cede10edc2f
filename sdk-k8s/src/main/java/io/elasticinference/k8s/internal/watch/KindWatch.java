package io.elasticinference.k8s.internal.watch;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.api.WatchStream;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Subject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one kind of a namespace's objects at hand, by one list and one watch, on one thread. It
 * goes on after cuts from where it was, after a version that is too old by a new list, and while
 * the API server restarts with growing pauses; it ends when it is closed, or when a right is
 * missing.
 */
final class KindWatch implements AutoCloseable {

  /** Hears what happens to the objects. Called on the watch's own thread. */
  interface Audience {
    /** An object came, changed or went. */
    void changed(Resource resource, Map<String, Object> object);

    /** The first list is complete. */
    void synced(Resource resource);

    /** The watch is over: it is refused for good. */
    void refused(Resource resource, ApiFailure failure);
  }

  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);
  private static final int SERVED_SECONDS = 300;
  private static final int SERVED_JITTER_SECONDS = 60;

  /** A watch that ended sooner was no success, whoever ended it. */
  private static final Duration LASTED = Duration.ofSeconds(1);

  /** An API server that starts refuses everybody until it has read its rules. */
  private static final int REFUSALS_WHILE_STARTING = 5;

  /** After so many failures in a row even the version to go on from is doubted. */
  private static final int DOUBT = 3;

  private static final int TOO_LARGE_VERSION = 504;

  private final ApiServer server;
  private final Resource resource;
  private final @Nullable String namespace;
  private final String labels;
  private final String fields;
  private final Audience audience;
  private final Kept kept = new Kept();
  private final Backoff backoff = new Backoff();
  private final Thread thread;
  private volatile String version = "";
  private volatile boolean synced;
  private volatile boolean closed;
  private volatile @Nullable WatchStream open;
  private int failures;

  /** What the caller was in who wanted the first watch: that one is a part of it, no later one. */
  private Observed.@Nullable Carried first = Observed.carry();

  KindWatch(
      ApiServer server,
      Resource resource,
      @Nullable String namespace,
      String labels,
      String fields,
      Audience audience) {
    this.server = server;
    this.resource = resource;
    this.namespace = namespace;
    this.labels = labels;
    this.fields = fields;
    this.audience = audience;
    this.thread =
        new Thread(
            Observed.carry().shared(new Subject(namespace, null)).wrap(this::run),
            "elastic-inference-watch-" + resource.plural() + "-" + namespace);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The objects as they were last seen. */
  List<Map<String, Object>> all() {
    return kept.all();
  }

  boolean synced() {
    return synced;
  }

  /** How far this has seen; empty before the first list. */
  String version() {
    return version;
  }

  @Override
  public void close() {
    closed = true;
    WatchStream stream = open;
    if (stream != null) {
      stream.cancel();
    }
    thread.interrupt();
  }

  private void run() {
    boolean relist = true;
    while (!closed) {
      try {
        if (relist) {
          list();
          relist = false;
        }
        if (!watch()) {
          pause(null);
        }
      } catch (ApiFailure failure) {
        if (closed || isRefused(failure)) {
          return;
        }
        failures++;
        Observed.current().told(failure.retried());
        relist |= failure.expired() || failure.code() == TOO_LARGE_VERSION || failures % DOUBT == 0;
        LOG.debug("{}: {}; going on", failure.request(), failure.getMessage());
        if (!failure.expired()) {
          pause(failure.retryAfter());
        }
      } catch (IOException e) {
        failures++;
        LOG.debug("watch {} in {}: cut, going on", resource.plural(), namespace, e);
        pause(null);
      } catch (RuntimeException e) {
        // A fault of ours or of an answer: the next list may be readable.
        failures++;
        relist = true;
        LOG.warn("watch {} in {}: failed, going on", resource.plural(), namespace, e);
        pause(null);
      }
    }
  }

  private boolean isRefused(ApiFailure failure) {
    if (!failure.refused() || (synced && failures < REFUSALS_WHILE_STARTING)) {
      return false;
    }
    closed = true;
    audience.refused(resource, failure);
    return true;
  }

  private void list() {
    Map<String, Object> list =
        asked(() -> server.once(ApiRequest.list(resource, namespace, labels, fields))).body();
    List<Map<String, Object>> changed = kept.replace(Tree.maps(list, "items"));
    version = Tree.text(list, "metadata", "resourceVersion");
    if (!synced) {
      synced = true;
      audience.synced(resource);
    }
    changed.forEach(object -> audience.changed(resource, object));
  }

  /** Answers whether the watch, which ended in peace, was a success. */
  private boolean watch() throws IOException {
    long startedNanos = System.nanoTime();
    int seconds = SERVED_SECONDS + ThreadLocalRandom.current().nextInt(SERVED_JITTER_SECONDS);
    ApiRequest request = ApiRequest.watch(resource, namespace, labels, fields, version, seconds);
    try (WatchStream stream = asked(() -> server.watch(request))) {
      first = null;
      open = stream;
      for (WatchStream.Event event = next(stream); event != null; event = next(stream)) {
        take(request, event);
      }
    } finally {
      open = null;
      if (System.nanoTime() - startedNanos > LASTED.toNanos()) {
        failures = 0;
        backoff.reset();
      }
    }
    return failures == 0;
  }

  private <T> T asked(Supplier<T> question) {
    Observed.Carried caller = first;
    return caller == null ? question.get() : caller.supplying(question).get();
  }

  private WatchStream.@Nullable Event next(WatchStream stream) throws IOException {
    return closed ? null : stream.next();
  }

  private void take(ApiRequest request, WatchStream.Event event) {
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> {
        kept.put(event.object());
        version = event.resourceVersion();
        audience.changed(resource, event.object());
      }
      case "DELETED" -> {
        kept.remove(event.object());
        version = event.resourceVersion();
        audience.changed(resource, event.object());
      }
      case "BOOKMARK" -> version = event.resourceVersion();
      case "ERROR" -> throw ApiFailure.inWatch(request, event.object());
      default -> LOG.warn("{}: unknown event {}", request, event.type());
    }
  }

  private void pause(@Nullable Duration wish) {
    try {
      if (!closed) {
        Thread.sleep(backoff.next(wish).toMillis());
      }
    } catch (InterruptedException e) {
      // Only close() interrupts this thread, which nobody else knows.
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
