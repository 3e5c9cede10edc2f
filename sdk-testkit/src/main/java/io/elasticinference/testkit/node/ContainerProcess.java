package io.elasticinference.testkit.node;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** What runs in a container. */
interface ContainerProcess {
  /**
   * Returns where it listens for what is sent to a port of the container, empty while it doesn't.
   */
  OptionalInt loopbackPort(int containerPort);

  /** Completes with the exit code when it has ended. */
  CompletableFuture<Integer> exited();

  /** Ends it, after the requests under way or after the given time. */
  void stop(Duration patience);
}
