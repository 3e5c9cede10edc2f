package io.elasticinference.internal.scaling;

import java.util.BitSet;

/** What became of each request, in order of arrival. Times are nanoseconds. */
public final class Outcomes {

  private final long[] wait;
  private final long[] latency;
  private final BitSet failed = new BitSet();
  private int timedOut;
  private int cutOff;

  Outcomes(int requests) {
    wait = new long[requests];
    latency = new long[requests];
  }

  void waited(int request, long nanos) {
    wait[request] = nanos;
  }

  void answered(int request, long nanos) {
    latency[request] = nanos;
  }

  void timedOut(int request, long timeout) {
    latency[request] = timeout;
    failed.set(request);
    timedOut++;
  }

  void cutOff(int request, long nanos) {
    latency[request] = nanos;
    failed.set(request);
    cutOff++;
  }

  /** From arrival until a slot was free or the request timed out. */
  public long[] waits() {
    return wait;
  }

  /** From arrival to the answer; the timeout where there was none in time. */
  public long[] latencies() {
    return latency;
  }

  /** Whether a request timed out or was cut off. */
  public boolean failed(int request) {
    return failed.get(request);
  }

  /** How many requests had no answer within the timeout. */
  public int timedOut() {
    return timedOut;
  }

  /** How many requests were broken off since their replica had to go. */
  public int cutOff() {
    return cutOff;
  }
}
