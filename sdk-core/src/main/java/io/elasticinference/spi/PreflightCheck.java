package io.elasticinference.spi;

import io.elasticinference.preflight.Finding;
import java.util.List;
import java.util.function.Supplier;

/**
 * One look before a deployment. Checks run side by side, each on a thread of its own and for a
 * bounded time; being interrupted they end.
 *
 * @param object what is looked at
 * @param look looks; what it throws is told as a finding
 */
public record PreflightCheck(String object, Supplier<List<Finding>> look) {}
