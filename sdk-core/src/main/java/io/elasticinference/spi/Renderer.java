package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import java.util.List;

/** Writes a resolved service down as objects. Pure: the same service gives the same objects. */
public interface Renderer {

  /**
   * Checks what only the cluster's rules can tell: names, lengths, reserved words.
   *
   * @param spec what the caller wants
   * @param names the names that its objects would have
   * @return all that is wrong; empty where nothing is
   */
  List<Violation> validate(InferenceSpec spec, ServiceNames names);

  /**
   * Writes the objects down, in the order in which they are applied.
   *
   * @param service the resolved service
   * @return its objects
   */
  List<Manifest> render(ResolvedService service);

  /**
   * Writes objects as one YAML text that the cluster's own tools take. Secret values are left out,
   * and a comment says so.
   *
   * @param manifests the objects
   * @return documents, separated by {@code ---}
   */
  String toYaml(List<Manifest> manifests);
}
