package io.elasticinference.testkit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Things that are started once a key, however many ask for them at the same time, and closed when
 * the last one who asked has given it back.
 *
 * @param <K> what tells one from the other
 * @param <T> what is shared
 */
final class Shared<K, T> {

  private final Map<K, Entry<T>> entries = new HashMap<>();
  private final Consumer<? super T> closer;

  Shared(Consumer<? super T> closer) {
    this.closer = closer;
  }

  /** What is started under its own lock, so that the others need not wait for it. */
  private static final class Entry<T> {
    private @Nullable T running;
    private int leases;
  }

  /**
   * Takes what is running, or starts it.
   *
   * @return the lease, to be closed by the caller; what the starter throws goes on
   */
  Lease<T> lease(K key, Supplier<? extends T> starter) {
    Entry<T> entry;
    synchronized (entries) {
      entry = entries.computeIfAbsent(key, absent -> new Entry<>());
      entry.leases++;
    }
    boolean taken = false;
    try {
      synchronized (entry) {
        T running = entry.running;
        if (running == null) {
          running = starter.get();
          entry.running = running;
        }
        taken = true;
        return new Lease<>(running, () -> giveBack(key, entry));
      }
    } finally {
      if (!taken) {
        forget(key, entry);
      }
    }
  }

  private void giveBack(K key, Entry<T> entry) {
    T running = entry.running;
    if (forget(key, entry) && running != null) {
      closer.accept(running);
    }
  }

  /** One less; true where that was the last. */
  private boolean forget(K key, Entry<T> entry) {
    synchronized (entries) {
      entry.leases--;
      return entry.leases == 0 && entries.remove(key, entry);
    }
  }

  /** The right to use something until this is closed; closing it again does nothing. */
  static final class Lease<T> implements AutoCloseable {
    private final T shared;
    private @Nullable Runnable end;

    private Lease(T shared, Runnable end) {
      this.shared = shared;
      this.end = end;
    }

    T shared() {
      return shared;
    }

    @Override
    public synchronized void close() {
      @Nullable Runnable once = end;
      end = null;
      if (once != null) {
        once.run();
      }
    }
  }
}
