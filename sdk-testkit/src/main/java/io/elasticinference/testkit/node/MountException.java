package io.elasticinference.testkit.node;

/** A volume could not be mounted; the pod waits, and the kubelet tries again. */
final class MountException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String volume;

  MountException(String volume, String message) {
    super(message);
    this.volume = volume;
  }

  /** Returns the event's text. */
  String event() {
    return "MountVolume.SetUp failed for volume \"" + volume + "\" : " + getMessage();
  }
}
