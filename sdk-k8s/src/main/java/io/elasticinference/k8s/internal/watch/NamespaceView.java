package io.elasticinference.k8s.internal.watch;

import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.ApiServer;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.k8s.internal.diagnose.Snapshot;
import io.elasticinference.k8s.internal.render.Labels;
import io.elasticinference.spi.ServiceNames;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One namespace as its watches see it: one watch a kind, for all services in it. Without the right
 * to see claims, autoscalers or events it sees less; without workloads and pods it is over.
 */
final class NamespaceView implements KindWatch.Audience, AutoCloseable {

  /** Hears when a service may have changed. */
  interface Listener {
    void changed(Resource resource, Map<String, Object> object);

    void synced();

    void refused(ApiFailure failure);
  }

  private static final Logger LOG = LoggerFactory.getLogger(NamespaceView.class);
  private static final Set<Resource> OPTIONAL =
      EnumSet.of(Resource.PERSISTENT_VOLUME_CLAIM, Resource.AUTOSCALER, Resource.EVENT);

  private final Map<Resource, KindWatch> watches = new EnumMap<>(Resource.class);
  private final Set<Resource> unseen = EnumSet.noneOf(Resource.class);
  private final Listener listener;
  private volatile @Nullable ApiFailure refusal;

  NamespaceView(ApiServer server, String namespace, Listener listener) {
    this.listener = listener;
    watch(server, Resource.DEPLOYMENT, namespace, Labels.SERVING_NAME, "");
    watch(server, Resource.REPLICA_SET, namespace, Labels.SERVING_NAME, "");
    watch(server, Resource.POD, namespace, Labels.SERVING_NAME, "");
    watch(server, Resource.PERSISTENT_VOLUME_CLAIM, namespace, "", "");
    watch(server, Resource.AUTOSCALER, namespace, "", "");
    watch(server, Resource.EVENT, namespace, "", Seeing.WARNINGS);
  }

  private void watch(
      ApiServer server, Resource resource, String namespace, String labels, String fields) {
    watches.put(resource, new KindWatch(server, resource, namespace, labels, fields, this));
  }

  void start() {
    watches.values().forEach(KindWatch::start);
  }

  /** Whether every kind that can be seen has been seen whole. */
  boolean synced() {
    return watches.entrySet().stream()
        .allMatch(watch -> watch.getValue().synced() || isUnseen(watch.getKey()));
  }

  /** Why this view is over; null while it is not. */
  @Nullable ApiFailure refusal() {
    return refusal;
  }

  /** Whether the workloads have been seen at least up to that version. */
  boolean hasSeen(String resourceVersion) {
    KindWatch workloads = watches.get(Resource.DEPLOYMENT);
    return workloads != null && !Versions.isOlder(workloads.version(), resourceVersion);
  }

  /** What is seen of one version of a service. */
  Snapshot snapshot(ServiceNames names) {
    return Seeing.snapshot(
        names,
        all(Resource.DEPLOYMENT),
        all(Resource.REPLICA_SET),
        all(Resource.POD),
        isUnseen(Resource.PERSISTENT_VOLUME_CLAIM) ? null : all(Resource.PERSISTENT_VOLUME_CLAIM),
        all(Resource.AUTOSCALER),
        all(Resource.EVENT));
  }

  private List<Map<String, Object>> all(Resource resource) {
    KindWatch watch = watches.get(resource);
    return watch == null ? List.of() : watch.all();
  }

  private boolean isUnseen(Resource resource) {
    synchronized (unseen) {
      return unseen.contains(resource);
    }
  }

  @Override
  public void changed(Resource resource, Map<String, Object> object) {
    listener.changed(resource, object);
  }

  @Override
  public void synced(Resource resource) {
    if (synced()) {
      listener.synced();
    }
  }

  @Override
  public void refused(Resource resource, ApiFailure failure) {
    if (OPTIONAL.contains(resource)) {
      LOG.warn(
          "{} cannot be watched, so that less is known of what keeps services from being ready: {}",
          resource.plural(),
          String.valueOf(failure.getMessage()));
      synchronized (unseen) {
        unseen.add(resource);
      }
      synced(resource);
    } else {
      refusal = failure;
      listener.refused(failure);
    }
  }

  @Override
  public void close() {
    watches.values().forEach(KindWatch::close);
  }

  /** Whether an object may say something about a version. */
  static boolean concerns(ServiceNames names, Resource resource, Map<String, Object> object) {
    return switch (resource) {
      case DEPLOYMENT -> Tree.name(object).equals(names.workload());
      case REPLICA_SET, POD ->
          Tree.label(object, Labels.SERVING_NAME).equals(names.name())
              && Tree.label(object, Labels.SERVING_VERSION).equals(names.version());
      case AUTOSCALER ->
          Tree.text(object, "spec", "scaleTargetRef", "name").equals(names.workload());
      case EVENT -> Tree.text(object, "involvedObject", "name").startsWith(names.workload());
      default -> true;
    };
  }
}
