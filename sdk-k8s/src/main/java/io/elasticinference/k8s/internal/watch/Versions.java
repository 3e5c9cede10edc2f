package io.elasticinference.k8s.internal.watch;

import java.math.BigInteger;

/**
 * Compares resource versions. They are numbers that grow, which Kubernetes promises since 1.35
 * (KEP-5504); what is no number is taken for the newest.
 */
final class Versions {

  private Versions() {}

  /** Whether a version is older than another; one that is empty is older than any. */
  static boolean isOlder(String version, String other) {
    if (version.isEmpty()) {
      return !other.isEmpty();
    }
    try {
      return new BigInteger(version).compareTo(new BigInteger(other)) < 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
