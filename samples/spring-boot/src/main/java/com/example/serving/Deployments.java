package com.example.serving;

import static io.elasticinference.Autoscale.qps;

import io.elasticinference.ElasticInference;
import io.elasticinference.InferenceBuilder;
import io.elasticinference.InferenceClient;
import io.elasticinference.InferenceService;
import io.elasticinference.InferenceSpec;
import io.elasticinference.Model;
import io.elasticinference.ServiceStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * Starts deployments and tells how they are going. What runs is read from the cluster each time;
 * only what goes on in this process is remembered.
 */
@Service
class Deployments {

  private final InferenceClient client;
  private final InferenceProperties properties;
  private final Map<String, CompletableFuture<ServiceStatus>> started = new ConcurrentHashMap<>();

  Deployments(InferenceClient client, InferenceProperties properties) {
    this.client = client;
    this.properties = properties;
  }

  /** Begins one, and waits for nothing but the answer that the cluster would take it. */
  Deployment start(DeploymentRequest request) {
    InferenceSpec spec = spec(request);
    client.plan(spec); // what is wrong with the request is told now, and not by a failed deployment
    started.compute(
        spec.name(),
        (name, before) -> {
          if (before != null && !before.isDone()) {
            throw new ResponseStatusException(
                HttpStatus.CONFLICT, name + ": is being deployed. Wait until it is done.");
          }
          return client
              .deployAsync(spec)
              .thenCompose(service -> service.awaitReadyAsync(properties.readyTimeout()));
        });
    return new Deployment(spec.name(), Deployment.State.DEPLOYING, "accepted", null);
  }

  Deployment find(String name) {
    Optional<ServiceStatus> status = service(name).map(InferenceService::status);
    CompletableFuture<ServiceStatus> running = started.get(name);
    if (status.isEmpty() && running == null) {
      throw unknown(name);
    }
    String line = status.map(ServiceStatus::toString).orElse("not in the cluster yet");
    if (running != null && !running.isDone()) {
      return new Deployment(name, Deployment.State.DEPLOYING, line, null);
    }
    Throwable failure = failure(running);
    if (failure != null) {
      return new Deployment(name, Deployment.State.FAILED, line, Problems.describe(failure));
    }
    boolean ready = status.isPresent() && status.get().ready();
    return new Deployment(
        name, ready ? Deployment.State.READY : Deployment.State.NOT_READY, line, null);
  }

  InferenceService get(String name) {
    return service(name).orElseThrow(() -> unknown(name));
  }

  void delete(String name) {
    CompletableFuture<ServiceStatus> running = started.remove(name);
    if (running != null) {
      running.cancel(true);
    }
    service(name).ifPresent(InferenceService::delete);
  }

  private Optional<InferenceService> service(String name) {
    return client.get(properties.namespace(), name);
  }

  private InferenceSpec spec(DeploymentRequest request) {
    String model = request.model();
    InferenceBuilder builder =
        ElasticInference.builder()
            .namespace(properties.namespace())
            .model(
                Model.tensorflow(model)
                    .upload(properties.models().resolve(model))
                    .to(properties.store() + "/" + model)
                    .version(request.version()))
            .gpuSpec(properties.gpuSpecs().toArray(String[]::new))
            .burst(properties.burst())
            .autoscale(qps(request.qps()).replicas(1, properties.maxReplicas()));
    return (request.host() == null ? builder : builder.ingress(request.host())).spec();
  }

  private static @Nullable Throwable failure(@Nullable CompletableFuture<ServiceStatus> running) {
    return running == null || !running.isCompletedExceptionally()
        ? null
        : running.handle((status, failure) -> failure).join();
  }

  private static ResponseStatusException unknown(String name) {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, name + ": no such service.");
  }
}
