package io.elasticinference.k8s.internal.api;

import io.elasticinference.ObjectRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API server. All of them may be sent twice: reads, server-side applies, and
 * deletes that name the object's uid.
 *
 * @param verb the verb as RBAC rules write it
 * @param resource what kind of object it is about; null for a path that is about none
 * @param namespace null for an object without one, or for all namespaces
 * @param name null for a list
 * @param path below the API server's URL
 * @param query the query's parameters
 * @param body what is sent, as JSON; null for nothing
 * @param contentType what the body is
 */
public record ApiRequest(
    String verb,
    @Nullable Resource resource,
    @Nullable String namespace,
    @Nullable String name,
    String path,
    Map<String, String> query,
    @Nullable String body,
    String contentType) {

  /** The name under which this SDK owns fields. */
  public static final String FIELD_MANAGER = "elastic-inference";

  private static final String SCALE = "/scale";
  private static final String LOG = "/log";

  private static final Pattern NAMESPACE_SEGMENT = Pattern.compile("/namespaces/[^/]+(?=/)");

  private static final String APPLY = "application/apply-patch+yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String JSON = "application/json";
  private static final String FORGET_CLAIM =
      "{\"spec\":{\"claimRef\":{\"uid\":null,\"resourceVersion\":null}}}";

  /** Reads one object. */
  public static ApiRequest get(ObjectRef object) {
    return about("get", object, "", Map.of(), null, JSON);
  }

  /** Reads a path that is about no kind of object. */
  public static ApiRequest path(String path) {
    return new ApiRequest("get", null, null, null, path, Map.of(), null, JSON);
  }

  /** Reads a path that is about no kind of object, with parameters. */
  public static ApiRequest path(String path, Map<String, String> query) {
    return new ApiRequest("get", null, null, null, path, query, null, JSON);
  }

  /** Posts a question that the API server answers and keeps nothing of. */
  public static ApiRequest review(String path, Map<String, Object> question) {
    return new ApiRequest("create", null, null, null, path, Map.of(), Json.write(question), JSON);
  }

  /** Applies an object by server-side apply; never takes a field from somebody else. */
  public static ApiRequest apply(ObjectRef object, Map<String, Object> body, boolean dryRun) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("fieldManager", FIELD_MANAGER);
    query.put("fieldValidation", "Strict");
    if (dryRun) {
      query.put("dryRun", "All");
    }
    return about("patch", object, "", query, Json.write(body), APPLY);
  }

  /** Applies an object, and takes what others own of it: only for what they own in our name. */
  public static ApiRequest applyOver(ObjectRef object, Map<String, Object> body, boolean dryRun) {
    ApiRequest apply = apply(object, body, dryRun);
    Map<String, String> query = new LinkedHashMap<>(apply.query());
    query.put("force", "true");
    return about("patch", object, "", query, apply.body(), APPLY);
  }

  /** Sets a workload's replicas, whoever has set them before. */
  public static ApiRequest scale(ObjectRef workload, int replicas, String manager) {
    return patch(workload, SCALE, MERGE, manager, "{\"spec\":{\"replicas\":" + replicas + "}}");
  }

  /** Owns a workload's replicas, which stay as they are. */
  public static ApiRequest ownScale(ObjectRef workload, int replicas, String manager) {
    Map<String, Object> scale = new LinkedHashMap<>();
    scale.put("apiVersion", "autoscaling/v1");
    scale.put("kind", "Scale");
    scale.put(
        "metadata",
        Map.of("name", workload.name(), "namespace", String.valueOf(workload.namespace())));
    scale.put("spec", Map.of("replicas", replicas));
    return patch(workload, SCALE, APPLY, manager, Json.write(scale));
  }

  /** Lets a volume forget which claim it was bound to, but not for which name it was made. */
  public static ApiRequest forgetClaim(ObjectRef volume) {
    return patch(volume, "", MERGE, FIELD_MANAGER, FORGET_CLAIM);
  }

  /** Deletes exactly the object that has this uid. */
  public static ApiRequest delete(ObjectRef object, String uid, String propagation) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("apiVersion", "v1");
    options.put("kind", "DeleteOptions");
    options.put("preconditions", Map.of("uid", uid));
    options.put("propagationPolicy", propagation);
    return about("delete", object, "", Map.of(), Json.write(options), JSON);
  }

  /** Lists objects; an empty selector chooses all. */
  public static ApiRequest list(
      Resource resource, @Nullable String namespace, String labels, String fields) {
    return new ApiRequest(
        "list",
        resource,
        namespace,
        null,
        resource.path(namespace, null),
        selectors(labels, fields),
        null,
        JSON);
  }

  /** Watches objects from a resource version on. */
  public static ApiRequest watch(
      Resource resource,
      @Nullable String namespace,
      String labels,
      String fields,
      String resourceVersion,
      int seconds) {
    Map<String, String> query = selectors(labels, fields);
    query.put("watch", "1");
    query.put("allowWatchBookmarks", "true");
    query.put("resourceVersion", resourceVersion);
    query.put("timeoutSeconds", Integer.toString(seconds));
    return new ApiRequest(
        "watch", resource, namespace, null, resource.path(namespace, null), query, null, JSON);
  }

  /** Reads the last lines that a pod's container wrote. */
  public static ApiRequest log(
      ObjectRef pod, String container, boolean previous, int lines, int bytes) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("container", container);
    query.put("tailLines", Integer.toString(lines));
    query.put("limitBytes", Integer.toString(bytes));
    if (previous) {
      query.put("previous", "true");
    }
    return about("get", pod, LOG, query, null, JSON);
  }

  /** Reads all lines that a pod's container has written, and goes on with those to come. */
  public static ApiRequest followLog(ObjectRef pod, String container) {
    return about("get", pod, LOG, Map.of("container", container, "follow", "true"), null, JSON);
  }

  /** Sets one annotation, whoever has set it before. */
  public static ApiRequest annotate(ObjectRef object, String name, String value) {
    Map<String, Object> body = Map.of("metadata", Map.of("annotations", Map.of(name, value)));
    return patch(object, "", MERGE, FIELD_MANAGER, Json.write(body));
  }

  /** Sets one member of an object's specification. */
  public static ApiRequest set(ObjectRef object, String member, long value) {
    return patch(
        object, "", MERGE, FIELD_MANAGER, Json.write(Map.of("spec", Map.of(member, value))));
  }

  private static ApiRequest patch(
      ObjectRef object, String subresource, String contentType, String manager, String body) {
    return about("patch", object, subresource, Map.of("fieldManager", manager), body, contentType);
  }

  private static ApiRequest about(
      String verb,
      ObjectRef object,
      String subresource,
      Map<String, String> query,
      @Nullable String body,
      String contentType) {
    Resource resource = Resource.of(object);
    return new ApiRequest(
        verb,
        resource,
        object.namespace(),
        object.name(),
        resource.path(object.namespace(), object.name()) + subresource,
        query,
        body,
        contentType);
  }

  private static Map<String, String> selectors(String labels, String fields) {
    Map<String, String> query = new LinkedHashMap<>();
    if (!labels.isEmpty()) {
      query.put("labelSelector", labels);
    }
    if (!fields.isEmpty()) {
      query.put("fieldSelector", fields);
    }
    return query;
  }

  /** The right that this needs, as a person says it: {@code patch deployments.apps in default}. */
  public String right() {
    if (resource == null) {
      return verb + " /" + path;
    }
    String group = resource.group().isEmpty() ? "" : "." + resource.group();
    return verb
        + " "
        + resource.plural()
        + subresource()
        + group
        + (namespace == null ? "" : " in namespace " + namespace);
  }

  /** The part of the object that this is about, as RBAC rules write it; empty for the whole. */
  public String subresource() {
    return path.endsWith(LOG) ? LOG : path.endsWith(SCALE) ? SCALE : "";
  }

  /** What is done, with no object's name in it: {@code patch deployments/scale}. */
  String kindOfWork() {
    return resource == null
        ? verb + " " + template()
        : verb + " " + resource.plural() + subresource();
  }

  /** The path with its variable parts in braces. */
  String template() {
    String template = NAMESPACE_SEGMENT.matcher("/" + path).replaceFirst("/namespaces/{namespace}");
    return name == null ? template : template.replace("/" + Names.segment(name), "/{name}");
  }

  /** What is done to which object, for messages: {@code patch Deployment default/bert}. */
  @Override
  public String toString() {
    if (resource == null || name == null) {
      return right();
    }
    return verb + " " + resource.ref(namespace, name);
  }
}
