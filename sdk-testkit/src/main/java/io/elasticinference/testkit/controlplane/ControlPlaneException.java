package io.elasticinference.testkit.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * The local control plane could not be built, started or spoken to; the message says what to do.
 */
public final class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what failed.
   *
   * @param message what was seen, what was expected, what to do
   * @param cause why, or null
   */
  public ControlPlaneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
