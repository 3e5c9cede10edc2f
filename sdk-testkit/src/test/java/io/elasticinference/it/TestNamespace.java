package io.elasticinference.it;

import java.util.concurrent.atomic.AtomicInteger;

/** A namespace for one test, gone with all in it when the test ends. */
final class TestNamespace implements AutoCloseable {

  private static final AtomicInteger LAST = new AtomicInteger();

  private final Kubectl kubectl;
  private final String name;

  TestNamespace(Kubectl kubectl, String purpose) {
    this.kubectl = kubectl;
    this.name = purpose + "-" + LAST.incrementAndGet();
    kubectl.run("create", "namespace", name);
    // Pods are refused until the namespace's service account is there.
    kubectl.run("wait", "--for=create", "serviceaccount/default", "-n", name, "--timeout=30s");
  }

  String name() {
    return name;
  }

  /** Runs kubectl in this namespace. */
  String kubectl(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "-n";
    all[arguments.length + 1] = name;
    return kubectl.run(all);
  }

  @Override
  public void close() {
    kubectl.run("delete", "namespace", name, "--wait=false");
  }
}
