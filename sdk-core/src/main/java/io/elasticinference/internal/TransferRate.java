package io.elasticinference.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How fast bytes went during the last seconds: the slope between the ends of a moving window. */
final class TransferRate {

  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Less than this says more about buffers than about the link. */
  private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private record Sample(long nanos, long bytes) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Takes a number down.
   *
   * @param nanos when
   * @param bytes how many bytes have gone since the beginning
   * @return bytes per second; 0 where there is too little to tell
   */
  long at(long nanos, long bytes) {
    samples.addLast(new Sample(nanos, bytes));
    Sample oldest = samples.getFirst();
    while (nanos - oldest.nanos() > WINDOW_NANOS && samples.size() > 2) {
      samples.removeFirst();
      oldest = samples.getFirst();
    }
    long took = nanos - oldest.nanos();
    return took < LEAST_NANOS ? 0 : (long) (1e9 * (bytes - oldest.bytes()) / took);
  }
}
