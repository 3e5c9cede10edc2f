package io.elasticinference.internal;

import io.elasticinference.InferenceSpec;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ScalingMetric;
import io.elasticinference.spi.ServiceNames;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out placement, volume and metric. Sends nothing. */
final class ResolveStage {

  private final Ports ports;
  private final Clock clock;

  ResolveStage(Ports ports, Clock clock) {
    this.ports = ports;
    this.clock = clock;
  }

  ResolvedService run(InferenceSpec spec, ServiceNames names, Optional<LocalModel> local) {
    List<ScalingMetric> metrics =
        spec.autoscale()
            .map(
                autoscale -> ports.trafficMetrics().scalingMetrics(autoscale, Pipeline.route(spec)))
            .orElse(List.of());
    Optional<Timetable> timetable = spec.autoscale().map(Timetable::new);
    return new ResolvedService(
        spec,
        names,
        modelVersion(spec, local),
        ports.modelStore().volume(spec.model().location().orElseThrow()),
        ports.placement().place(spec),
        metrics,
        timetable.map(table -> table.minReplicas(clock.instant())).orElse(spec.replicas()),
        timetable.flatMap(Timetable::schedule).orElse(null));
  }

  private static @Nullable Long modelVersion(InferenceSpec spec, Optional<LocalModel> local) {
    if (spec.model().version().isPresent()) {
      return spec.model().version().getAsLong();
    }
    return local.map(LocalModel::version).orElse(null);
  }
}
