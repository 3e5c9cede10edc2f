package io.elasticinference.internal.load;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Carries the seconds of the workers to the coordinator, and their empty histograms back. */
final class Intervals {
  /** One second of one worker; without an interval: the worker has ended. */
  record Message(Sender worker, @Nullable Interval interval) {}

  private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final Queue<Interval> unused = new ConcurrentLinkedQueue<>();

  Interval fresh(int second) {
    Interval interval = unused.poll();
    return (interval == null ? new Interval() : interval).begin(second);
  }

  void publish(Sender worker, Interval interval) {
    messages.add(new Message(worker, interval));
  }

  void done(Sender worker) {
    messages.add(new Message(worker, null));
  }

  Message take() throws InterruptedException {
    return messages.take();
  }

  void recycle(Interval interval) {
    unused.add(interval);
  }
}
