package io.elasticinference.k8s.internal.apply;

import io.elasticinference.ConflictException;
import io.elasticinference.ObjectRef;
import io.elasticinference.k8s.internal.render.Labels;
import java.util.Set;

/** An object of the name that we want is somebody else's. Stays inside this package. */
final class ForeignObject extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean leftUnchanged;

  ForeignObject(ObjectRef object, Set<String> managers, boolean leftUnchanged) {
    super(
        object
            + ": made by "
            + (managers.isEmpty() ? "somebody else" : String.join(", ", managers))
            + " (expected: free, or made by "
            + Labels.MANAGER
            + ").");
    this.leftUnchanged = leftUnchanged;
  }

  ConflictException explained(String aftermath) {
    return new ConflictException(
        getMessage()
            + (leftUnchanged ? "" : " Our fields could not be taken back from it.")
            + (aftermath.isEmpty() ? "" : " " + aftermath),
        "Choose another name or namespace, or let its owner delete it.",
        false,
        this);
  }
}
