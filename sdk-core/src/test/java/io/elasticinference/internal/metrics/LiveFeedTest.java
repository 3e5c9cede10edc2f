package io.elasticinference.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.event.Subscription;
import io.elasticinference.metrics.TrafficListener;
import io.elasticinference.metrics.TrafficSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A log whose lines take 3 s to be all there, and a clock that moves by the feed's own pauses. */
@Timeout(20)
class LiveFeedTest {

  private static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int DELAY = 3;

  private final List<String> heard = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private Instant now = BEGIN.plusMillis(400);
  private int failing;

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private final TrafficListener listener =
      new TrafficListener() {
        @Override
        public void onPoint(TrafficSummary point) {
          heard.add(seconds(point.from()) + "=" + point.requests() + (point.settled() ? "!" : "?"));
        }

        @Override
        public void onFailure(MetricsUnavailableException failure) {
          heard.add("failed");
        }
      };

  /** Each second has 10 requests, half of which are there at once, the rest 2 s later. */
  private List<TrafficSummary> read(Instant from, Instant to) {
    asked.add(seconds(from) + ".." + seconds(to));
    if (failing > 0) {
      failing--;
      throw new MetricsUnavailableException("the log", "is away", true, null);
    }
    List<TrafficSummary> points = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(1)) {
      Instant end = at.plusSeconds(1);
      long requests = now.isBefore(end.plusSeconds(2)) ? 5 : 10;
      points.add(
          new TrafficSummary(
              at,
              end,
              true,
              !end.plusSeconds(DELAY).isAfter(now),
              new TreeMap<>(Map.of(200, requests)),
              Map.of(),
              0));
    }
    return points;
  }

  private static long seconds(Instant moment) {
    return Duration.between(BEGIN, moment).toSeconds();
  }

  private void runFor(int looks) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    LiveFeed feed =
        new LiveFeed(
            "test",
            this::read,
            SECOND,
            clock,
            listener,
            pause -> {
              pauses.add(pause);
              now = now.plus(pause);
              return pauses.size() > looks;
            });
    feed.start(ended::countDown);
    ended.await();
  }

  @Test
  void run_tellsEachStepWhenItIsOver_whenItChanges_andWhenItIsSettled() throws Exception {
    runFor(5);

    assertThat(heard)
        .containsExactly(
            "0=5?", // over
            "1=5?", "0=10?", // the late half has come
            "2=5?", "0=10!", // the last word
            "1=10?", "3=5?", "1=10!", "2=10?", "4=5?");
    assertThat(asked).containsExactly("0..1", "0..2", "0..3", "0..4", "1..5");
  }

  @Test
  void run_goesOnWhereItWas_withGrowingPauses_whenTheLogIsAway() throws Exception {
    failing = 4;
    runFor(6);

    assertThat(heard).startsWith("failed", "failed", "failed", "failed", "0=10!", "1=10!");
    assertThat(pauses.subList(1, 5))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L);
    assertThat(asked).element(4).asString().startsWith("0..");
    assertThat(pauses.get(5)).isLessThanOrEqualTo(Duration.ofMillis(1020));
  }

  @Test
  void run_goesOn_whenTheListenerThrows() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    LiveFeeds feeds = new LiveFeeds();
    Subscription subscription =
        feeds.add(
            new LiveFeed(
                "test",
                (from, to) -> read(from, to),
                SECOND,
                Clock.systemUTC(),
                point -> {
                  twice.countDown();
                  throw new IllegalStateException("a listener's own fault");
                }));
    now = Instant.now().plusSeconds(60);

    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    subscription.close();
  }

  @Test
  void close_ofTheClient_endsTheThreads_andNothingIsHeardAfterwards() throws Exception {
    LiveFeeds feeds = new LiveFeeds();
    CompletableFuture<Thread> reading = new CompletableFuture<>();
    feeds.add(
        new LiveFeed(
            "test",
            (from, to) -> {
              reading.complete(Thread.currentThread());
              try {
                TimeUnit.HOURS.sleep(1); // a log that does not answer
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return read(from, to);
            },
            SECOND,
            Clock.systemUTC(),
            listener));
    Thread thread = reading.get(10, TimeUnit.SECONDS);

    feeds.close();

    thread.join(5_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(heard).isEmpty();
    assertThatThrownBy(
            () -> feeds.add(new LiveFeed("test", this::read, SECOND, Clock.systemUTC(), listener)))
        .hasMessageContaining("closed");
  }
}
