package io.elasticinference.k8s.internal.render;

import io.elasticinference.Framework;
import io.elasticinference.k8s.internal.api.ApiRequest;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.spi.ResolvedService;
import io.elasticinference.spi.ServiceNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels and annotations by which a service is found and read back. {@code servingName}, {@code
 * servingVersion} and {@code servingType} are those by which arena lists Deployments and joins pods
 * and Services (arena, pkg/serving); {@code app} and {@code release} are its selector; {@code
 * app.kubernetes.io/*} are Kubernetes' recommended ones.
 */
public final class Labels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The name of the service, on every object of it. */
  public static final String PART_OF = "app.kubernetes.io/part-of";

  /** The namespace of the service, on the object that has none itself. */
  public static final String NAMESPACE = "elasticinference.io/namespace";

  public static final String SERVING_NAME = "servingName";
  public static final String SERVING_VERSION = "servingVersion";
  public static final String SERVING_TYPE = "servingType";

  /** Annotation: the model's name. */
  public static final String MODEL = "elasticinference.io/model";

  /** Annotation: the model's version; absent where the newest is served. */
  public static final String MODEL_VERSION = "elasticinference.io/model-version";

  /** Annotation: the path that requests are posted to, where it is not TensorFlow Serving's. */
  public static final String REQUEST_PATH = "elasticinference.io/request-path";

  /** Annotation of pods: changes with the model server's configuration, and so restarts them. */
  public static final String CONFIG_CHECKSUM = "elasticinference.io/model-config-checksum";

  /**
   * Annotation of the workload: which optional objects its version has. A kind of which there is
   * one, whose name follows from the version's, or kind and name with a slash between them.
   */
  public static final String PARTS = "elasticinference.io/parts";

  /** The kinds that a version may have or not, and lose when it is deployed otherwise. */
  public static final List<Resource> OPTIONAL_PARTS =
      List.of(
          Resource.AUTOSCALER,
          Resource.INGRESS,
          Resource.CRON_JOB,
          Resource.ROLE_BINDING,
          Resource.ROLE,
          Resource.SERVICE_ACCOUNT);

  /** Who manages what this SDK makes. */
  public static final String MANAGER = ApiRequest.FIELD_MANAGER;

  private Labels() {}

  /** What arena calls a framework. */
  public static String servingType(Framework framework) {
    return switch (framework) {
      case TENSORFLOW -> "tf-serving";
      case CUSTOM -> "custom-serving";
    };
  }

  /** The labels of what all versions of a service share. */
  static Map<String, Object> shared(ServiceNames names) {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", names.framework().servingName());
    labels.put("app.kubernetes.io/instance", names.name());
    labels.put(PART_OF, names.name());
    labels.put(MANAGED_BY, MANAGER);
    return labels;
  }

  /** The labels of what belongs to one version. */
  static Map<String, Object> version(ServiceNames names) {
    Map<String, Object> labels = shared(names);
    labels.putAll(selector(names));
    labels.put("app.kubernetes.io/instance", names.base());
    labels.put("app.kubernetes.io/version", names.version());
    labels.put(SERVING_NAME, names.name());
    labels.put(SERVING_VERSION, names.version());
    labels.put(SERVING_TYPE, servingType(names.framework()));
    return labels;
  }

  /** The labels that choose the pods of one version; arena's too. */
  static Map<String, Object> selector(ServiceNames names) {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app", names.framework().servingName());
    labels.put("release", names.base());
    return labels;
  }

  /** Which of the optional objects a version has. */
  static String parts(ResolvedService service) {
    List<String> parts = new ArrayList<>();
    if (service.scales()) {
      parts.add(Resource.AUTOSCALER.kind());
    }
    service
        .spec()
        .exposure()
        .ifPresent(
            exposure ->
                parts.add(
                    exposure.canary().isPresent()
                        ? Resource.INGRESS.kind() + "/" + service.names().canaryIngress()
                        : Resource.INGRESS.kind()));
    service
        .minimumSchedule()
        .ifPresent(
            schedule ->
                ScheduleObjects.of(service, schedule)
                    .forEach(part -> parts.add(part.object().kind() + "/" + part.object().name())));
    return String.join(",", parts);
  }

  /** The annotations that say which model a version serves. */
  static Map<String, Object> model(ResolvedService service) {
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put(MODEL, service.spec().model().name());
    Long version = service.modelVersion();
    if (version != null) {
      annotations.put(MODEL_VERSION, version.toString());
    }
    return annotations;
  }

  /** The annotation that says where requests go, of a server that is not TensorFlow's. */
  static Map<String, Object> requestPath(ResolvedService service) {
    Map<String, Object> annotations = new LinkedHashMap<>();
    service
        .spec()
        .runtime()
        .ifPresent(runtime -> annotations.put(REQUEST_PATH, runtime.requestPath()));
    return annotations;
  }
}
