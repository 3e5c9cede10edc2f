package io.elasticinference.benchmarks.load;

import com.sun.management.ThreadMXBean;
import io.elasticinference.load.LoadListener;
import io.elasticinference.load.LoadSample;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;

/**
 * The bytes that the threads which send allocate for a request, once the first second is over. What
 * a second needs for itself is in it too.
 */
final class Allocation implements LoadListener {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long[] workers = {};
  private long first;
  private long last;
  private long requests;

  @Override
  public void sampled(LoadSample sample) {
    if (workers.length == 0) {
      workers =
          Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
              .filter(info -> info != null && info.getThreadName().startsWith("load-worker-"))
              .mapToLong(ThreadInfo::getThreadId)
              .toArray();
      first = allocated();
      last = first;
      return;
    }
    long now = allocated();
    // A thread that has ended tells nothing any more.
    if (now > last) {
      last = now;
      requests += sample.ended();
    }
  }

  private long allocated() {
    return Arrays.stream(threads.getThreadAllocatedBytes(workers)).sum();
  }

  /** Bytes a request; not a number when the run was too short to tell. */
  double perRequest() {
    return requests == 0 ? Double.NaN : (double) (last - first) / requests;
  }
}
