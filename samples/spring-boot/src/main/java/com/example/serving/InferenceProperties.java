package com.example.serving;

import io.elasticinference.Burst;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is the same for all services that this application deploys.
 *
 * @param models folder with a folder for each trained model
 * @param store where models are uploaded to, below which each has a folder of its name
 * @param kubeconfig the cluster; without it the one of the environment
 * @param namespace namespace of all services
 * @param gpuSpecs instance types, tried in this order
 * @param burst whether replicas run on elastic container instances
 * @param maxReplicas how many replicas a service may grow to
 * @param readyTimeout how long a service may take until it answers
 */
@Validated
@ConfigurationProperties("inference")
record InferenceProperties(
    @NotNull Path models,
    @DefaultValue("oss://models") @Pattern(regexp = "oss://[^/].*") String store,
    @Nullable Path kubeconfig,
    @DefaultValue("default") @NotBlank String namespace,
    @DefaultValue("ecs.gn6i-c4g1.xlarge") @NotEmpty @Size(max = 5) List<@NotBlank String> gpuSpecs,
    @DefaultValue("ECI_ONLY") @NotNull Burst burst,
    @DefaultValue("10") @Min(1) @Max(1000) int maxReplicas,
    @DefaultValue("10m") @NotNull @DurationMin(seconds = 1) Duration readyTimeout) {}
