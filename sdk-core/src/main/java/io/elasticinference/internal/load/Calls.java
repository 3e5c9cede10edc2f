package io.elasticinference.internal.load;

import java.time.Duration;

/** Carries calls to a server by a library, which has connections and threads of its own. */
public interface Calls extends AutoCloseable {
  /** Hears of one call, on any thread, and must not block it. */
  interface Listener {
    /** The call has gone out to the network; at most once, and before the end. */
    void sent();

    /**
     * The call has ended; exactly once.
     *
     * @param end how
     */
    void ended(CallEnd end);
  }

  /**
   * Begins a call and answers at once.
   *
   * @param message what to send; nobody may change it any more
   * @param patience how long the call may take
   * @param listener hears of it
   */
  void begin(byte[] message, Duration patience, Listener listener);

  /** Ends all connections and threads. Calls that go on end at once. */
  @Override
  void close();
}
