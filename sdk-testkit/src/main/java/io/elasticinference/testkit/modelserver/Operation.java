package io.elasticinference.testkit.modelserver;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one kind of node computes: one output from its inputs. */
@FunctionalInterface
interface Operation {
  /** Every operation that the interpreter knows, by TensorFlow's name. */
  Map<String, Operation> KNOWN = known();

  Tensor apply(Node node, List<Tensor> inputs);

  /** Returns the operation, or null where the interpreter knows none of that name. */
  static @Nullable Operation named(String name) {
    return KNOWN.get(name);
  }

  private static Map<String, Operation> known() {
    Map<String, Operation> known = new HashMap<>();
    known.put("Const", (node, in) -> node.tensor("value"));
    known.put("Placeholder", (node, in) -> unfed(node));
    Operation same = (node, in) -> in.get(0);
    for (String name :
        List.of(
            "Identity", "StopGradient", "Snapshot", "PlaceholderWithDefault", "PreventGradient")) {
      known.put(name, same);
    }
    known.putAll(Elementwise.OPERATIONS);
    known.putAll(LinearAlgebra.OPERATIONS);
    known.putAll(Reduction.OPERATIONS);
    known.putAll(Rearrangement.OPERATIONS);
    return Map.copyOf(known);
  }

  private static Tensor unfed(Node node) {
    throw ServingException.invalid(
        "You must feed a value for placeholder tensor '"
            + node.name()
            + "' with dtype "
            + node.type("dtype", DataType.FLOAT).text());
  }
}
