package io.elasticinference.k8s.internal.job;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.LineStream;
import io.elasticinference.k8s.internal.api.Reply;
import io.elasticinference.spi.PodJob;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one pod's log from its first line to its last, again from the first where the connection
 * was cut, and tells how the pod ended.
 */
final class LogReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** How many pauses the word that a container has ended may be behind the end of its log. */
  private static final int LOOKS = 30;

  private final ApiServer server;
  private final PodView pod;
  private final PodJob.Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable LineStream stream;

  LogReader(ApiServer server, PodView pod, PodJob.Listener listener) {
    this.server = server;
    this.pod = pod;
    this.listener = listener;
  }

  /** Reads nothing more, and tells nothing more. */
  void close() {
    closed.countDown();
    LineStream reading = stream;
    if (reading != null) {
      reading.cancel();
    }
  }

  @Override
  public void run() {
    try {
      while (closed.getCount() > 0) {
        if (read()) {
          Optional<Optional<String>> end = awaitEnd();
          if (end.isPresent()) {
            if (closed.getCount() > 0) {
              listener.ended(pod.index(), pod.name(), end.get());
            }
            return;
          }
        }
        closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ApiFailure e) {
      LOG.debug("The log of pod {} cannot be read", pod.name(), e);
      listener.ended(
          pod.index(), pod.name(), Optional.of("its log cannot be read: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Reads the log.
   *
   * @return whether its end was seen, or there is none any more
   * @throws ApiFailure where it must not be read
   */
  private boolean read() {
    try (LineStream lines = server.lines(ApiRequest.followLog(pod.ref(), JobObjects.CONTAINER))) {
      stream = lines;
      for (String line = lines.next(); line != null && closed.getCount() > 0; line = lines.next()) {
        listener.line(pod.index(), pod.name(), line);
      }
      return true;
    } catch (IOException e) {
      LOG.debug("The log of pod {} was cut", pod.name(), e);
      return false;
    } catch (ApiFailure e) {
      if (e.refused()) {
        throw e;
      }
      LOG.debug("The log of pod {} is not to be had", pod.name(), e);
      return e.notFound();
    } finally {
      stream = null;
    }
  }

  /** How the pod failed, if it did; nothing while it runs. */
  private Optional<Optional<String>> awaitEnd() throws InterruptedException {
    for (int look = 0; look < LOOKS && closed.getCount() > 0; look++) {
      try {
        Reply reply = server.sendIfThere(ApiRequest.get(pod.ref()));
        if (reply == null) {
          return Optional.of(Optional.of("its pod is gone"));
        }
        PodView now = new PodView(reply.body());
        if (now.hasEnded()) {
          return Optional.of(now.failure());
        }
      } catch (ApiFailure e) {
        LOG.debug("Pod {} cannot be read", pod.name(), e);
      }
      closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return Optional.empty();
  }
}
