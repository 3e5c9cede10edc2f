package io.elasticinference.aliyun.internal.credentials;

import io.elasticinference.aliyun.internal.credentials.CredentialPlace.NothingThere;
import io.elasticinference.spi.Environment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for credentials in one place after the other, and stays with the first that has them.
 * Nothing is looked for before they are asked for. Safe for use by many threads.
 */
public final class CredentialsChain {

  private static final String HINT =
      "Set "
          + Environment.ACCESS_KEY_ID
          + " and "
          + Environment.ACCESS_KEY_SECRET
          + ", or run `aliyun configure`.";

  private final List<CredentialPlace> places;
  private volatile @Nullable CredentialPlace found;

  CredentialsChain(List<CredentialPlace> places) {
    this.places = List.copyOf(places);
  }

  /**
   * The chain of an environment.
   *
   * @param environment the settings, which come first
   * @return a chain that has not looked anywhere yet
   */
  public static CredentialsChain of(Environment environment) {
    return new CredentialsChain(DefaultPlaces.of(environment));
  }

  /**
   * Finds credentials that are valid now; temporary ones are renewed in time, so ask for each
   * request.
   *
   * @return the credentials
   * @throws NoCredentialsException where there are none; names each place that it looked in
   */
  public Credentials get() {
    CredentialPlace known = found;
    StringBuilder looked = new StringBuilder();
    for (CredentialPlace place : known == null ? places : List.of(known)) {
      try {
        Credentials credentials = place.look();
        found = place;
        return credentials;
      } catch (NothingThere e) {
        looked.append("\n  - ").append(place.name()).append(": ").append(e.getMessage());
      }
    }
    throw new NoCredentialsException(
        "No Alibaba Cloud credentials found (expected: in one of these):" + looked + "\n", HINT);
  }

  /**
   * Looks for others where a server refuses temporary credentials as expired, though they were not
   * due: a role's session may be ended early, and clocks differ. Of many threads that were refused
   * the first one asks, the others get what it found.
   *
   * @param refused what the server refuses
   * @return whether there are others now, so that the same request may succeed; false where the
   *     place has only those
   * @throws NoCredentialsException where the place cannot be asked any more
   */
  public synchronized boolean renew(Credentials refused) {
    if (!get().equals(refused)) {
      return true;
    }
    CredentialPlace place = found;
    if (place != null && refused.securityToken().isPresent()) {
      place.forget();
    }
    return !get().equals(refused);
  }

  /**
   * Finds a key that does not expire, to be given to a cluster, without asking the network.
   *
   * @return the key; empty where there is none
   * @throws NoCredentialsException where settings name temporary credentials, which end before the
   *     cluster is done with them
   */
  public Optional<Credentials> permanent() {
    for (CredentialPlace place : places) {
      if (place.temporaryOnly()) {
        if (place.configured()) {
          throw temporary(place);
        }
      } else {
        Optional<Credentials> credentials = lookQuietly(place);
        if (credentials.flatMap(Credentials::securityToken).isPresent()) {
          throw temporary(place);
        } else if (credentials.isPresent()) {
          return credentials;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Credentials> lookQuietly(CredentialPlace place) {
    try {
      return Optional.of(place.look());
    } catch (NothingThere e) {
      return Optional.empty();
    }
  }

  /**
   * Makes sure that there is a key that does not expire.
   *
   * @throws NoCredentialsException where there is none
   */
  public void requirePermanent() {
    if (get().securityToken().isPresent()) {
      CredentialPlace place = found;
      throw temporary(place == null ? places.get(0) : place);
    }
  }

  private static NoCredentialsException temporary(CredentialPlace place) {
    return new NoCredentialsException(
        "Temporary credentials ("
            + place.name()
            + "): a cluster cannot mount a model with them, since they expire (expected: an access"
            + " key, or a role that the cluster's pods take).",
        "Set OSS_MOUNT_ROLE_NAME to the RAM role that the cluster mounts OSS with (RRSA).");
  }
}
