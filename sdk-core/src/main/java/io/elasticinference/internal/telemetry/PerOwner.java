package io.elasticinference.internal.telemetry;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One value for each owner, so that the gauges of several clients are the same ones. The owner
 * holds the value (a registry its gauges, and they what they show); held from here, the value would
 * hold its owner for good.
 */
final class PerOwner<K, V> {

  private final Map<K, WeakReference<V>> values = new WeakHashMap<>();
  private final Function<K, V> make;

  PerOwner(Function<K, V> make) {
    this.make = make;
  }

  synchronized V of(K owner) {
    WeakReference<V> known = values.get(owner);
    @Nullable V value = known == null ? null : known.get();
    if (value == null) {
      value = make.apply(owner);
      values.put(owner, new WeakReference<>(value));
    }
    return value;
  }
}
