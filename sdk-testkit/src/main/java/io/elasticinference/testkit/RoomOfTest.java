package io.elasticinference.testkit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The namespace of one test or class, which JUnit closes after it, and what is told of it when a
 * test fails.
 */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else.
final class RoomOfTest implements ExtensionContext.Store.CloseableResource, AutoCloseable {

  private final LocalNamespace namespace;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  RoomOfTest(LocalNamespace namespace) {
    this.namespace = namespace;
  }

  LocalNamespace namespace() {
    return namespace;
  }

  /** Prints what there is to see, once for each test that fails. */
  void tell(String test, String name, Throwable thrown) {
    if (thrown instanceof TestAbortedException || !told.add(test)) {
      return;
    }
    // A test that ran out of time is interrupted; its namespace is still worth a look.
    boolean interrupted = Thread.interrupted();
    try {
      System.err.println("local cloud: " + name + " failed. " + namespace.describe());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    namespace.close();
  }
}
