package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.api.Json;
import io.elasticinference.k8s.internal.api.Tree;
import io.elasticinference.spi.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this connection has seen of objects, so that it need not ask for it: never taken for the
 * truth, only to tell an update from nothing, and an old watch from a new one. Holds no secrets.
 */
public final class Memory {

  /**
   * How an object was when it was last seen.
   *
   * @param resourceVersion its version
   * @param uid which of all objects that ever had its name
   * @param generation how often its spec had changed
   * @param digest of what was applied; null where it was only read
   */
  public record Seen(
      String resourceVersion, String uid, long generation, @Nullable String digest) {}

  private final Map<ObjectRef, Seen> seen = new ConcurrentHashMap<>();
  private final Map<ObjectRef, Map<String, Object>> workloads = new ConcurrentHashMap<>();

  /** Remembers an object that was read or applied. */
  void remember(ObjectRef object, Map<String, Object> body, @Nullable String digest) {
    seen.put(
        object,
        new Seen(
            Tree.text(body, "metadata", "resourceVersion"),
            Tree.text(body, "metadata", "uid"),
            Tree.numberIfAny(body, "metadata", "generation").orElse(0),
            digest));
  }

  /** Remembers a workload that is ours, or that there is none. */
  void rememberWorkload(ObjectRef object, @Nullable Map<String, Object> body) {
    if (body == null) {
      workloads.remove(object);
      seen.remove(object);
    } else {
      workloads.put(object, body);
      Seen before = seen.get(object);
      remember(object, body, before == null ? null : before.digest());
    }
  }

  void forget(ObjectRef object) {
    seen.remove(object);
    workloads.remove(object);
  }

  /** How an object was when it was last seen. */
  public Optional<Seen> of(ObjectRef object) {
    return Optional.ofNullable(seen.get(object));
  }

  /** A workload of ours as it was before it was last applied. */
  Optional<Map<String, Object>> workload(ObjectRef object) {
    return Optional.ofNullable(workloads.get(object));
  }

  /** Tells two manifests apart without keeping them. */
  static String digest(Manifest manifest) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(Json.write(manifest.body()).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing (expected: in every JDK)", e);
    }
  }
}
