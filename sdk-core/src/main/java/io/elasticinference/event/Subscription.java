package io.elasticinference.event;

/** A stream of events that can be ended. */
public interface Subscription extends AutoCloseable {

  /** Ends the stream; nothing is heard afterwards. */
  @Override
  void close();
}
