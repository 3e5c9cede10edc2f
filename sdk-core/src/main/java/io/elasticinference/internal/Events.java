package io.elasticinference.internal;

import io.elasticinference.event.ServiceEvent;
import io.elasticinference.event.ServiceListener;
import io.elasticinference.event.Stage;
import io.elasticinference.spi.Observed;
import io.elasticinference.telemetry.Work;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one service's listener what happens; what the listener throws is logged, no more. */
final class Events {

  private static final Logger log = LoggerFactory.getLogger(Events.class);

  private final String service;
  private final ServiceListener listener;

  Events(String service, ServiceListener listener) {
    this.service = service;
    this.listener = listener;
  }

  String service() {
    return service;
  }

  void tell(ServiceEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      log.warn("A listener failed on {}", event, e);
    }
  }

  /** Runs a stage between its two events. */
  <T> T stage(Stage stage, Supplier<T> work) {
    tell(new ServiceEvent.StageStarted(service, stage));
    long began = System.nanoTime();
    Observed observed = Observed.current();
    T result = observed.follow(new Work.StageRun(stage, observed.subject()), work);
    tell(
        new ServiceEvent.StageFinished(
            service, stage, Duration.ofNanos(System.nanoTime() - began)));
    return result;
  }
}
