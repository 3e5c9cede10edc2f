package io.elasticinference.spi;

import io.elasticinference.ObjectRef;
import java.util.Map;

/**
 * One object as it is applied: only the fields that this SDK means to own.
 *
 * @param object which object
 * @param body the whole of it, as maps, lists, strings, numbers and booleans
 * @param secret whether values of it must not be shown
 */
public record Manifest(ObjectRef object, Map<String, Object> body, boolean secret) {

  /** Shows which object it is, never its values. */
  @Override
  public String toString() {
    return "Manifest[" + object + "]";
  }
}
