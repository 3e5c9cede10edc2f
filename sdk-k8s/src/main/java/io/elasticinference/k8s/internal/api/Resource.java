package io.elasticinference.k8s.internal.api;

import io.elasticinference.ObjectRef;
import org.jspecify.annotations.Nullable;

/** The kinds of objects that this SDK has to do with, and where the API server keeps them. */
public enum Resource {
  SECRET("v1", "Secret", "secrets", true),
  CONFIG_MAP("v1", "ConfigMap", "configmaps", true),
  PERSISTENT_VOLUME("v1", "PersistentVolume", "persistentvolumes", false),
  PERSISTENT_VOLUME_CLAIM("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true),
  SERVICE("v1", "Service", "services", true),
  DEPLOYMENT("apps/v1", "Deployment", "deployments", true),
  AUTOSCALER("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
  INGRESS("networking.k8s.io/v1", "Ingress", "ingresses", true),
  SERVICE_ACCOUNT("v1", "ServiceAccount", "serviceaccounts", true),
  ROLE("rbac.authorization.k8s.io/v1", "Role", "roles", true),
  ROLE_BINDING("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", true),
  CRON_JOB("batch/v1", "CronJob", "cronjobs", true),
  REPLICA_SET("apps/v1", "ReplicaSet", "replicasets", true),
  JOB("batch/v1", "Job", "jobs", true),
  POD("v1", "Pod", "pods", true),
  EVENT("v1", "Event", "events", true),
  NAMESPACE("v1", "Namespace", "namespaces", false),
  NODE("v1", "Node", "nodes", false),
  RESOURCE_QUOTA("v1", "ResourceQuota", "resourcequotas", true),
  LIMIT_RANGE("v1", "LimitRange", "limitranges", true),
  INGRESS_CLASS("networking.k8s.io/v1", "IngressClass", "ingressclasses", false),
  CSI_DRIVER("storage.k8s.io/v1", "CSIDriver", "csidrivers", false),
  API_SERVICE("apiregistration.k8s.io/v1", "APIService", "apiservices", false);

  private final String apiVersion;
  private final String kind;
  private final String plural;
  private final boolean namespaced;

  Resource(String apiVersion, String kind, String plural, boolean namespaced) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.plural = plural;
    this.namespaced = namespaced;
  }

  /** The resource that an object is of. */
  public static Resource of(ObjectRef object) {
    for (Resource resource : values()) {
      if (resource.kind.equals(object.kind()) && resource.apiVersion.equals(object.apiVersion())) {
        return resource;
      }
    }
    throw new IllegalArgumentException(
        "object: "
            + object
            + " of "
            + object.apiVersion()
            + " (expected: a kind that is rendered)");
  }

  public String apiVersion() {
    return apiVersion;
  }

  public String kind() {
    return kind;
  }

  /** The name in URLs and in RBAC rules. */
  public String plural() {
    return plural;
  }

  /** The API group as RBAC rules write it; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  public boolean namespaced() {
    return namespaced;
  }

  /** Names an object of this kind. */
  public ObjectRef ref(@Nullable String namespace, String name) {
    return new ObjectRef(apiVersion, kind, namespaced ? namespace : null, name);
  }

  /**
   * The path below the API server's URL.
   *
   * @param namespace null: all namespaces
   * @param name null: all objects
   */
  String path(@Nullable String namespace, @Nullable String name) {
    StringBuilder path =
        new StringBuilder(apiVersion.equals("v1") ? "api/v1" : "apis/" + apiVersion);
    if (namespaced && namespace != null) {
      path.append("/namespaces/").append(Names.segment(namespace));
    }
    path.append('/').append(plural);
    if (name != null) {
      path.append('/').append(Names.segment(name));
    }
    return path.toString();
  }
}
