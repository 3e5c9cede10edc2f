package io.elasticinference.k8s.internal.render;

import static io.elasticinference.k8s.internal.render.Body.map;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.Manifest;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.Locale;
import java.util.Map;

/**
 * The ConfigMap by which {@code arena serve delete} knows what to delete: one object a line, as
 * kubectl names it. What all versions share is not in it, since arena deletes one version.
 */
final class ArenaRecord {

  private ArenaRecord() {}

  static Manifest configMap(ResolvedService service) {
    ServiceNames names = service.names();
    StringBuilder objects = new StringBuilder();
    if (ModelConfig.isNeeded(service)) {
      line(objects, "configmap", names.modelConfig());
    }
    line(objects, "service", names.workload());
    line(objects, "deployment.apps", names.workload());
    if (service.scales()) {
      line(objects, "horizontalpodautoscaler.autoscaling", names.workload());
    }
    service
        .spec()
        .exposure()
        .ifPresent(
            exposure ->
                line(objects, "ingress.networking.k8s.io", IngressObject.name(names, exposure)));
    service
        .minimumSchedule()
        .ifPresent(
            schedule ->
                ScheduleObjects.of(service, schedule)
                    .forEach(part -> line(objects, part.object())));
    Map<String, Object> labels = Labels.version(names);
    labels.put("createdBy", "arena");
    return new Body(Resource.CONFIG_MAP, names.namespace(), name(names), labels)
        .put("data", map("app", objects.toString()))
        .manifest();
  }

  private static String name(ServiceNames names) {
    return names.base() + "-" + Labels.servingType(names.framework());
  }

  private static void line(StringBuilder objects, ObjectRef object) {
    Resource resource = Resource.of(object);
    String group = resource.group().isEmpty() ? "" : "." + resource.group();
    line(objects, resource.kind().toLowerCase(Locale.ROOT) + group, object.name());
  }

  private static void line(StringBuilder objects, String kind, String name) {
    objects.append(kind).append('/').append(name).append('\n');
  }
}
