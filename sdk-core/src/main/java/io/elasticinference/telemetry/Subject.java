package io.elasticinference.telemetry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a piece of work is for.
 *
 * @param namespaceGiven the Kubernetes namespace; null where it is for none or for all
 * @param serviceGiven the inference service's name; null where it is for none or for many
 */
public record Subject(@Nullable String namespaceGiven, @Nullable String serviceGiven) {

  /** No service and no namespace. */
  public static final Subject NONE = new Subject(null, null);

  /**
   * The Kubernetes namespace.
   *
   * @return empty where the work is for none or for all
   */
  public Optional<String> namespace() {
    return Optional.ofNullable(namespaceGiven);
  }

  /**
   * The inference service's name.
   *
   * @return empty where the work is for none or for many
   */
  public Optional<String> service() {
    return Optional.ofNullable(serviceGiven);
  }
}
