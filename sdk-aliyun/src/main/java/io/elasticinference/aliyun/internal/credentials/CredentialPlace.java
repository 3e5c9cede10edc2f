package io.elasticinference.aliyun.internal.credentials;

/** One place that credentials may be found in. */
interface CredentialPlace {

  /** How a message names the place. */
  String name();

  /** Whether this place gives temporary keys only, which takes a call over the network. */
  boolean temporaryOnly();

  /** Whether a setting points at this place, so that it is more than a guess. */
  boolean configured();

  /**
   * Looks there. Called for every request, so a place keeps what it found and renews it in time.
   *
   * @throws NothingThere where there are none
   */
  Credentials look() throws NothingThere;

  /** Lets go of what it keeps, since a server refuses it: the next look asks the source anew. */
  void forget();

  /** A place has no credentials; the message says why, and never what was read there. */
  final class NothingThere extends Exception {
    private static final long serialVersionUID = 1;

    NothingThere(String reason) {
      super(reason);
    }
  }
}
