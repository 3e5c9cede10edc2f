package com.example.serving;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants deployed.
 *
 * @param model folder below {@code inference.models}, and the service's name
 * @param version the version of the model
 * @param qps requests a second for each replica
 * @param host name that the service answers to from outside; without it only from within
 */
record DeploymentRequest(
    @NotNull @Pattern(regexp = "[a-z]([a-z0-9-]{0,40}[a-z0-9])?") String model,
    @Positive long version,
    @Positive double qps,
    @Nullable String host) {}
