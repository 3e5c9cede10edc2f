package io.elasticinference.internal.load.distributed;

/** Refuses what a profile may have and no worker could be told of, before anything is made. */
final class Unsendable {
  private Unsendable() {}

  static IllegalArgumentException kind(String what, Object thing) {
    return new IllegalArgumentException(
        what
            + ": "
            + thing.getClass().getSimpleName()
            + " (expected: one that can be sent to other machines; without distributed(…) it can"
            + " be used)");
  }
}
