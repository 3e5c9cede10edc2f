package io.elasticinference.testkit;

import io.elasticinference.testkit.controlplane.ControlPlaneException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The cloud of all tests of one run, which JUnit closes after the last. */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing else.
final class CloudOfTests implements ExtensionContext.Store.CloseableResource, AutoCloseable {

  private final Shared.Lease<LocalCloud> lease;

  CloudOfTests(Shared.Lease<LocalCloud> lease) {
    this.lease = lease;
  }

  LocalCloud cloud() {
    return lease.shared();
  }

  @Override
  public void close() {
    List<String> failures = lease.shared().removals().failures();
    lease.close();
    if (!failures.isEmpty()) {
      throw new ControlPlaneException(String.join("\n", failures), null);
    }
  }
}
