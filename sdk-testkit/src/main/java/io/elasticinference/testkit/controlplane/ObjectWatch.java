package io.elasticinference.testkit.controlplane;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the objects of one collection: lists them, then watches, and lists again whenever the
 * watch was cut or has fallen behind. The listener is called by one thread, with each object's
 * latest state at least once, and once when it is gone.
 */
public final class ObjectWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectWatch.class);
  private static final long PAUSE_MILLIS = 200;

  private final KubeClient client;
  private final String path;
  private final String query;
  private final Consumer<JsonObject> changed;
  private final Consumer<JsonObject> gone;
  private final Map<String, JsonObject> known = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable InputStream open;

  private ObjectWatch(
      KubeClient client,
      String path,
      String query,
      Consumer<JsonObject> changed,
      Consumer<JsonObject> gone) {
    this.client = client;
    this.path = path;
    this.query = query;
    this.changed = changed;
    this.gone = gone;
    thread = new Thread(this::run, "watch-" + path.substring(path.lastIndexOf('/') + 1));
    thread.setDaemon(true);
  }

  /**
   * Starts to follow a collection.
   *
   * @param client who asks
   * @param path of the collection, such as {@code /api/v1/pods}
   * @param query selectors as they stand in a URL, such as {@code
   *     fieldSelector=spec.nodeName%21%3D}, or empty
   * @param changed takes an object that is new or different
   * @param gone takes the last state of one that was deleted
   * @return the watch, to be closed by the caller
   */
  public static ObjectWatch start(
      KubeClient client,
      String path,
      String query,
      Consumer<JsonObject> changed,
      Consumer<JsonObject> gone) {
    ObjectWatch watch = new ObjectWatch(client, path, query, changed, gone);
    watch.thread.start();
    return watch;
  }

  /**
   * Stops; no call of the listener is under way when this returns, unless it was made by the
   * listener.
   */
  @Override
  public void close() {
    closed = true;
    InputStream stream = open;
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (IOException e) {
      LOG.debug("watch of {}: closing failed", path, e);
    }
    thread.interrupt();
    if (Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    while (!closed) {
      try {
        follow(list());
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          LOG.debug("watch of {}: it was cut and starts anew", path, e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * Tells of everything that differs from what was known, and returns the version to watch from.
   */
  private String list() {
    JsonObject list = client.get(path + "?" + query);
    Set<String> missing = new HashSet<>(known.keySet());
    for (JsonElement item : list.getAsJsonArray("items")) {
      JsonObject object = item.getAsJsonObject();
      missing.remove(key(object));
      changed(object);
    }
    for (String key : missing) {
      gone(key, null);
    }
    return list.getAsJsonObject("metadata").get("resourceVersion").getAsString();
  }

  private void follow(String version) throws IOException, InterruptedException {
    String from = "watch=true&allowWatchBookmarks=true&resourceVersion=" + version;
    try (InputStream stream =
            client.watch(path + "?" + (query.isEmpty() ? "" : query + "&") + from);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      open = stream;
      // Whoever closed this before the line above found no stream to close, and reading one takes
      // no notice of an interrupt.
      for (String line = closed ? null : lines.readLine();
          line != null && !closed;
          line = lines.readLine()) {
        JsonObject event = JsonParser.parseString(line).getAsJsonObject();
        JsonObject object = event.getAsJsonObject("object");
        switch (event.get("type").getAsString()) {
          case "ADDED", "MODIFIED" -> changed(object);
          case "DELETED" -> gone(key(object), object);
          case "ERROR" -> throw new IOException(object.toString());
          default -> LOG.trace("watch of {}: bookmark", path);
        }
      }
    } finally {
      open = null;
    }
  }

  private void changed(JsonObject object) {
    JsonObject before = known.put(key(object), object);
    if (!object.equals(before)) {
      call(changed, object);
    }
  }

  private void gone(String key, @Nullable JsonObject last) {
    JsonObject before = known.remove(key);
    JsonObject object = last != null ? last : before;
    if (object != null) {
      call(gone, object);
    }
  }

  /** A listener that fails must not cost the watch. */
  private void call(Consumer<JsonObject> listener, JsonObject object) {
    try {
      listener.accept(object);
    } catch (RuntimeException e) {
      if (!closed) {
        LOG.warn("watch of {}: a listener failed", path, e);
      }
    }
  }

  private static String key(JsonObject object) {
    return object.getAsJsonObject("metadata").get("uid").getAsString();
  }
}
