package io.elasticinference.testkit.modelserver;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A graph of operations, each with one output, and the order to compute them in. */
final class Graph {
  private final Map<String, Node> nodes;
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Map<Set<String>, List<Node>> orders = new HashMap<>();

  /**
   * Reads the nodes of a {@code tensorflow.GraphDef} and settles how to compute each set of
   * outputs.
   *
   * @throws ServingException when a needed operation is unknown
   */
  Graph(ProtoMessage graphDef, Collection<Set<String>> outputs) {
    nodes =
        graphDef.messages(1).stream()
            .map(Node::read)
            .collect(toMap(Node::name, n -> n, (a, b) -> b));
    for (Set<String> wanted : outputs) {
      orders.put(wanted, order(wanted));
    }
    for (List<Node> order : orders.values()) {
      for (Node node : order) {
        if (Operation.named(node.op()) == null) {
          throw ServingException.notFound(
              "Op type not registered '"
                  + node.op()
                  + "' in binary running on the local cloud. It evaluates frozen graphs of common operations only: "
                  + "freeze the variables, or play this model's container by hand.");
        }
        if (node.op().equals("Const")) {
          constants.computeIfAbsent(node.name(), name -> node.tensor("value"));
        }
      }
    }
  }

  /** Computes the tensors of one of the sets that were settled before; names are {@code node:0}. */
  Map<String, Tensor> run(Map<String, Tensor> feeds, Set<String> outputs) {
    List<Node> order = orders.get(outputs);
    if (order == null) {
      throw new IllegalArgumentException(
          "outputs: " + outputs + " (expected: those of one signature)");
    }
    Map<String, Tensor> computed = new HashMap<>(constants);
    feeds.forEach((name, tensor) -> computed.put(nodeOf(name), tensor));
    for (Node node : order) {
      if (!computed.containsKey(node.name())) {
        computed.put(node.name(), compute(node, computed));
      }
    }
    return outputs.stream().collect(toMap(name -> name, name -> require(computed, nodeOf(name))));
  }

  private static Tensor compute(Node node, Map<String, Tensor> computed) {
    List<Tensor> inputs =
        node.inputs().stream()
            .filter(in -> !isControl(in))
            .map(in -> require(computed, nodeOf(in)))
            .toList();
    Operation operation = Operation.named(node.op());
    if (operation == null) {
      throw new IllegalStateException(node.op() + " was known when the graph was loaded");
    }
    try {
      return operation.apply(node, inputs);
    } catch (ServingException e) {
      throw new ServingException(
          e.code(), e.getMessage() + "\n\t [[{{node " + node.name() + "}}]]");
    }
  }

  /** Returns the nodes that the outputs need, each after its inputs. */
  private List<Node> order(Set<String> outputs) {
    Set<Node> done = new LinkedHashSet<>();
    Set<String> entered = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    outputs.forEach(name -> open.push(nodeOf(name)));
    while (!open.isEmpty()) {
      String name = open.peek();
      Node node = nodes.get(name);
      if (node == null) {
        throw ServingException.invalid("Node '" + name + "' is not in the graph");
      }
      if (done.contains(node) || !entered.add(name)) {
        open.pop();
        done.add(node);
        continue;
      }
      for (String input : node.inputs()) {
        if (!isControl(input) && !entered.contains(nodeOf(input))) {
          open.push(nodeOf(input));
        }
      }
    }
    return new ArrayList<>(done);
  }

  private static Tensor require(Map<String, Tensor> computed, String name) {
    @Nullable Tensor tensor = computed.get(name);
    if (tensor == null) {
      throw ServingException.invalid("Node '" + name + "' has no value");
    }
    return tensor;
  }

  private static boolean isControl(String input) {
    return input.startsWith("^");
  }

  private static String nodeOf(String tensor) {
    int colon = tensor.lastIndexOf(':');
    if (colon > 0 && !tensor.endsWith(":0")) {
      throw new ServingException(
          ServingException.Code.UNIMPLEMENTED,
          "Output " + tensor + ": only first outputs are played by the local cloud");
    }
    return colon > 0 ? tensor.substring(0, colon) : tensor;
  }
}
