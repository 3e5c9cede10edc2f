package com.example.serving;

import io.elasticinference.ElasticInferenceException;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.ServiceStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Down where the cluster cannot be asked. A service that is not ready is told of and makes the
 * health {@code DEGRADED}, which is still 200: this application is well.
 */
@Component
class InferenceHealthIndicator implements HealthIndicator {

  static final Status DEGRADED = new Status("DEGRADED");

  private final InferenceClient client;
  private final InferenceProperties properties;

  InferenceHealthIndicator(InferenceClient client, InferenceProperties properties) {
    this.client = client;
    this.properties = properties;
  }

  @Override
  public Health health() {
    try {
      Health.Builder health = Health.up();
      for (InferenceService service : client.list(properties.namespace())) {
        ServiceStatus status = service.status();
        health.withDetail(service.name() + "-" + service.version(), status.toString());
        if (!status.ready()) {
          health.status(DEGRADED);
        }
      }
      return health.build();
    } catch (ElasticInferenceException e) {
      return Health.down(e).withDetail("hint", e.hint()).build();
    }
  }
}
