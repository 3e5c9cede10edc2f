package io.elasticinference.internal.metrics;

import io.elasticinference.event.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The live feeds of one client, which end with it. */
public final class LiveFeeds implements AutoCloseable {

  private final Set<LiveFeed> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Makes it with none. */
  public LiveFeeds() {}

  Subscription add(LiveFeed feed) {
    open.add(feed);
    if (closed) {
      open.remove(feed);
      throw new IllegalStateException(
          "Client: closed (expected: open while its metrics are listened to). Make another one.");
    }
    feed.start(() -> open.remove(feed));
    return feed;
  }

  /** Ends all of them. */
  @Override
  public void close() {
    closed = true;
    open.forEach(LiveFeed::close);
  }
}
