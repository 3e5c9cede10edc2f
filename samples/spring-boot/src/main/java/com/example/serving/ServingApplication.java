package com.example.serving;

import io.elasticinference.InferenceClient;
import io.elasticinference.telemetry.MicrometerTelemetry;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Deploys models by HTTP. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ServingApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(ServingApplication.class, arguments);
  }

  /** One client for all; Spring closes it. What it does is counted where Spring counts the rest. */
  @Bean
  InferenceClient inferenceClient(InferenceProperties properties, MeterRegistry registry) {
    InferenceClient.Builder client =
        InferenceClient.builder().telemetry(MicrometerTelemetry.of(registry));
    if (properties.kubeconfig() != null) {
      client.kubeconfig(properties.kubeconfig());
    }
    return client.build();
  }
}
