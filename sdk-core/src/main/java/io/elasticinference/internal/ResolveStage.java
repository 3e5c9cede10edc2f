package io.elasticinference.internal;

import io.elasticinference.InferenceSpec;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out placement, volume and metric. Sends nothing. */
final class ResolveStage {

  private final Ports ports;

  ResolveStage(Ports ports) {
    this.ports = ports;
  }

  ResolvedService run(InferenceSpec spec, ServiceNames names, Optional<LocalModel> local) {
    List<ScalingMetric> metrics =
        spec.autoscale()
            .map(autoscale -> ports.trafficMetrics().scalingMetrics(autoscale, names.route()))
            .orElse(List.of());
    return new ResolvedService(
        spec,
        names,
        modelVersion(spec, local),
        ports.modelStore().volume(spec.model().location().orElseThrow()),
        ports.placement().place(spec),
        metrics);
  }

  private static @Nullable Long modelVersion(InferenceSpec spec, Optional<LocalModel> local) {
    if (spec.model().version().isPresent()) {
      return spec.model().version().getAsLong();
    }
    return local.map(LocalModel::version).orElse(null);
  }
}
