package io.elasticinference.spi;

import io.elasticinference.InferenceSpec;
import io.elasticinference.Violation;
import java.util.List;

/**
 * The port that knows instance types and elastic instances; found by {@link
 * java.util.ServiceLoader}.
 */
public interface Placement {

  /**
   * Checks what a specification says about where its pods run.
   *
   * @param spec what the caller wants
   * @return all that is wrong; empty where nothing is
   */
  List<Violation> validate(InferenceSpec spec);

  /**
   * Says what the pods of a specification carry.
   *
   * @param spec a specification that {@link #validate} found nothing wrong with
   * @return labels, annotations and resource limits
   */
  PodPlacement place(InferenceSpec spec);
}
