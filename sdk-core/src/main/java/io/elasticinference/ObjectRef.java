package io.elasticinference;

import org.jspecify.annotations.Nullable;

/**
 * Names one object of the cluster.
 *
 * @param apiVersion for example {@code apps/v1}
 * @param kind for example {@code Deployment}
 * @param namespace null for an object without one
 * @param name the object's name
 */
public record ObjectRef(String apiVersion, String kind, @Nullable String namespace, String name) {

  /**
   * The object as a person writes it.
   *
   * @return for example {@code Deployment default/bert-v1-tensorflow-serving}
   */
  @Override
  public String toString() {
    return kind + " " + (namespace == null ? name : namespace + "/" + name);
  }
}
