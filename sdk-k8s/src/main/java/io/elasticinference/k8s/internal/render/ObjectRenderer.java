package io.elasticinference.k8s.internal.render;

import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.Renderer;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.List;

/** Writes the objects down in the order in which each finds what it names. */
public final class ObjectRenderer implements Renderer {

  @Override
  public List<Violation> validate(InferenceSpec spec, ServiceNames names) {
    return NameRules.check(spec, names);
  }

  @Override
  public List<Manifest> render(ResolvedService service) {
    List<Manifest> manifests = new ArrayList<>();
    if (!service.volume().secretData().isEmpty()) {
      manifests.add(VolumeObjects.secret(service));
    }
    manifests.add(VolumeObjects.volume(service));
    manifests.add(VolumeObjects.claim(service));
    if (ModelConfig.isNeeded(service)) {
      manifests.add(ModelConfig.configMap(service));
    }
    manifests.add(ArenaRecord.configMap(service));
    manifests.add(Ports.service(service));
    manifests.add(Workload.deployment(service));
    if (service.scales()) {
      service
          .spec()
          .autoscale()
          .ifPresent(autoscale -> manifests.add(Autoscaler.autoscaler(service, autoscale)));
    }
    service
        .minimumSchedule()
        .ifPresent(schedule -> manifests.addAll(ScheduleObjects.of(service, schedule)));
    service
        .spec()
        .exposure()
        .ifPresent(exposure -> manifests.add(IngressObject.ingress(service, exposure)));
    return List.copyOf(manifests);
  }

  @Override
  public String toYaml(List<Manifest> manifests) {
    return YamlText.of(manifests);
  }
}
