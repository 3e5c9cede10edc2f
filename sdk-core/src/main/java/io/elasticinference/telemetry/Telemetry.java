package io.elasticinference.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Hears what a client does: each call of it, each stage of the pipeline, each request to the cloud,
 * with beginning and end, and the numbers that go with them. Set on the client:
 *
 * <pre>{@code
 * InferenceClient client = InferenceClient.builder()
 *     .telemetry(MicrometerTelemetry.of(registry), OpenTelemetryTelemetry.of(openTelemetry))
 *     .build();
 * }</pre>
 *
 * <p>Called by many threads at a time, on those that do the work, so it should be quick. What it
 * throws is logged and goes no further. Nothing that it is told holds a secret.
 */
public interface Telemetry {

  /**
   * Hears that a piece of work begins. It ends on the same thread, and pieces that begin before its
   * end on this thread, or on one that {@link #carry carries on}, are parts of it.
   *
   * @param work what begins
   * @return follows it to its end
   */
  Ongoing began(Work work);

  /**
   * Hears of a number or a change.
   *
   * @param signal what happened
   */
  default void told(Signal signal) {}

  /**
   * Takes what this thread is in the middle of, so that another thread can go on with it.
   *
   * @return resumed by the other thread, maybe by several of them at a time
   */
  default Carried carry() {
    return () -> Scope.NOTHING;
  }

  /**
   * Hears nothing.
   *
   * @return always the same
   */
  static Telemetry none() {
    return NoTelemetry.INSTANCE;
  }

  /** A piece of work that goes on. */
  interface Ongoing {

    /** Follows nothing. */
    Ongoing NOTHING = failure -> {};

    /**
     * Hears which answer a {@link Work.ApiCall} got; not called where there was none.
     *
     * @param status the HTTP status
     */
    default void answered(int status) {}

    /**
     * Hears the end; called once, on the thread on which the work began.
     *
     * @param failure what ended it; null where it succeeded
     */
    void ended(@Nullable Throwable failure);
  }

  /** What one thread was in the middle of. */
  @FunctionalInterface
  interface Carried {

    /**
     * Lets this thread go on with it.
     *
     * @return ends that, on the same thread
     */
    Scope resume();
  }

  /** A span of time on one thread. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {

    /** Ends nothing. */
    Scope NOTHING = () -> {};

    /** Ends it, and restores what was before. */
    @Override
    void close();
  }
}
