package io.elasticinference.event;

/**
 * Hears what happens to services. Called on the thread that does the work, so it should be quick;
 * what it throws is logged and goes no further.
 *
 * <pre>{@code
 * ServiceListener listener = event -> {
 *   if (event instanceof ServiceEvent.StageFinished finished) {
 *     System.out.println(finished);
 *   }
 * };
 * InferenceClient client = InferenceClient.builder().listener(listener).build();
 * }</pre>
 *
 * @see ConsoleListener
 */
@FunctionalInterface
public interface ServiceListener {

  /**
   * Hears one event.
   *
   * @param event what happened
   */
  void onEvent(ServiceEvent event);

  /**
   * A listener that hears nothing.
   *
   * @return one that ignores all events
   */
  static ServiceListener none() {
    return event -> {};
  }
}
