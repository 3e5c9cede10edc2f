package io.elasticinference.k8s.internal.watch;

import io.elasticinference.ObjectRef;
import io.elasticinference.ServiceStatus;
import io.elasticinference.k8s.internal.api.ApiFailure;
import io.elasticinference.k8s.internal.api.Failures;
import io.elasticinference.k8s.internal.api.Resource;
import io.elasticinference.k8s.internal.apply.Memory;
import io.elasticinference.k8s.internal.diagnose.Inquiries;
import io.elasticinference.k8s.internal.diagnose.Patience;
import io.elasticinference.k8s.internal.diagnose.StatusJudge;
import io.elasticinference.spi.Cluster;
import io.elasticinference.spi.Observed;
import io.elasticinference.spi.ServiceNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener to one version: judges anew after each change, and tells what is new. */
final class ServiceWatch implements Cluster.Watching, Patience {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

  private final ServiceNames names;
  private final NamespaceView view;
  private final Memory memory;
  private final Failures failures;
  private final ScheduledExecutorService judging;
  private final Inquiries inquiries;
  private final Consumer<ServiceStatus> onStatus;
  private final Consumer<RuntimeException> onFailure;
  private final Consumer<ServiceWatch> onClose;
  private final AtomicBoolean dirty = new AtomicBoolean();

  /** The watch outlives the call that began it, and is no part of it. */
  private final Observed.Carried carried = Observed.carry().detached();

  // Touched by the judging thread only.
  private final Map<String, Long> sinceNanos = new HashMap<>();
  private final Set<String> stillSo = new HashSet<>();
  private @Nullable ServiceStatus last;

  private final Object telling = new Object();
  private volatile boolean closed;

  ServiceWatch(
      ServiceNames names,
      NamespaceView view,
      Memory memory,
      Failures failures,
      ScheduledExecutorService judging,
      Function<Runnable, Inquiries> inquiries,
      Consumer<ServiceStatus> onStatus,
      Consumer<RuntimeException> onFailure,
      Consumer<ServiceWatch> onClose) {
    this.names = names;
    this.view = view;
    this.memory = memory;
    this.failures = failures;
    this.judging = judging;
    this.inquiries = inquiries.apply(this::changed);
    this.onStatus = onStatus;
    this.onFailure = onFailure;
    this.onClose = onClose;
  }

  ServiceNames names() {
    return names;
  }

  NamespaceView view() {
    return view;
  }

  /** Something may have changed; many changes in a row are judged once. */
  void changed() {
    if (!closed && dirty.compareAndSet(false, true)) {
      judging.execute(carried.wrap(this::judgeOrTell));
    }
  }

  private void judgeOrTell() {
    try {
      judge();
    } catch (RuntimeException e) {
      LOG.error("Judging service {} failed", names.base(), e);
      tell(() -> onFailure.accept(e));
    }
  }

  private void judge() {
    dirty.set(false);
    ApiFailure refusal = view.refusal();
    if (refusal != null) {
      tell(() -> onFailure.accept(failures.explain(refusal, "")));
      close();
      return;
    }
    if (!view.synced() || isBehind()) {
      return;
    }
    stillSo.clear();
    ServiceStatus status = StatusJudge.judge(names, view.snapshot(names), inquiries, this);
    sinceNanos.keySet().retainAll(stillSo);
    if (!status.equals(last)) {
      last = status;
      tell(() -> onStatus.accept(status));
    }
  }

  /**
   * Whether the watch has not yet seen what this connection applied last. Judging before would take
   * the generation before for the new one, which is ready already.
   */
  private boolean isBehind() {
    ObjectRef workload = Resource.DEPLOYMENT.ref(names.namespace(), names.workload());
    Optional<Memory.Seen> applied = memory.of(workload);
    return applied.isPresent() && !view.hasSeen(applied.get().resourceVersion());
  }

  @Override
  public boolean isOver(String what, Duration grace) {
    long now = System.nanoTime();
    long since = sinceNanos.computeIfAbsent(what, key -> now);
    stillSo.add(what);
    long leftNanos = grace.toNanos() - (now - since);
    if (leftNanos <= 0) {
      return true;
    }
    ScheduledFuture<?> unused =
        judging.schedule(this::changed, leftNanos + 1, TimeUnit.NANOSECONDS);
    return false;
  }

  private void tell(Runnable news) {
    synchronized (telling) {
      if (closed) {
        return;
      }
      try {
        news.run();
      } catch (RuntimeException e) {
        LOG.warn("A listener to service {} failed; it is told of later changes", names.base(), e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (telling) {
      if (closed) {
        return;
      }
      closed = true;
    }
    onClose.accept(this);
  }
}
