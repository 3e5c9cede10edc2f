package io.elasticinference.testkit.modelserver;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** Operations that fold dimensions away. */
final class Reduction {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Sum", (node, in) -> fold(node, in.get(0), in.get(1), 0, Double::sum, false),
          "Mean", (node, in) -> fold(node, in.get(0), in.get(1), 0, Double::sum, true),
          "Prod", (node, in) -> fold(node, in.get(0), in.get(1), 1, (a, b) -> a * b, false),
          "Max",
              (node, in) ->
                  fold(node, in.get(0), in.get(1), Double.NEGATIVE_INFINITY, Math::max, false),
          "Min",
              (node, in) ->
                  fold(node, in.get(0), in.get(1), Double.POSITIVE_INFINITY, Math::min, false),
          "ArgMax", (node, in) -> best(node, in.get(0), in.get(1), 1),
          "ArgMin", (node, in) -> best(node, in.get(0), in.get(1), -1));

  private Reduction() {}

  private static Tensor fold(
      Node node, Tensor x, Tensor axes, double start, DoubleBinaryOperator f, boolean mean) {
    boolean[] folded = new boolean[x.rank()];
    for (int axis : axes.asInts()) {
      folded[Shape.axis(axis, x.rank())] = true;
    }
    int[] kept = x.shape().clone();
    Arrays.setAll(kept, d -> folded[d] ? 1 : kept[d]);
    double[] values = new double[Shape.size(kept)];
    Arrays.fill(values, start);
    int[] at = new int[x.rank()];
    for (int i = 0; i < x.size(); i++) {
      int target = 0;
      for (int d = 0; d < at.length; d++) {
        target = target * kept[d] + (folded[d] ? 0 : at[d]);
      }
      values[target] = f.applyAsDouble(values[target], x.real(i));
      Shape.next(at, x.shape());
    }
    int each = values.length == 0 ? 1 : x.size() / values.length;
    int[] shape =
        node.flag("keep_dims")
            ? kept
            : IntStream.range(0, kept.length).filter(d -> !folded[d]).map(d -> kept[d]).toArray();
    if (x.type().kind == DataType.Kind.REAL) {
      Arrays.setAll(values, i -> mean ? values[i] / each : values[i]);
      return Tensor.reals(x.type(), shape, values);
    }
    long[] integers = new long[values.length];
    Arrays.setAll(integers, i -> mean ? (long) values[i] / each : (long) values[i]);
    return Tensor.integers(x.type(), shape, integers);
  }

  /**
   * Returns the place of the first largest (sign 1) or smallest (sign -1) element along an axis.
   */
  private static Tensor best(Node node, Tensor x, Tensor dimension, int sign) {
    int axis = Shape.axis(dimension.integer(0), x.rank());
    int length = x.shape()[axis];
    if (length == 0) {
      throw ServingException.invalid(
          "Reduction axis " + axis + " is empty in shape " + Shape.text(x.shape()));
    }
    int inner = Shape.size(Arrays.copyOfRange(x.shape(), axis + 1, x.rank()));
    int[] shape = Shape.without(x.shape(), axis);
    long[] values = new long[Shape.size(shape)];
    for (int i = 0; i < values.length; i++) {
      int first = i / inner * inner * length + i % inner;
      for (int k = 1; k < length; k++) {
        if (sign * x.real(first + k * inner) > sign * x.real(first + (int) values[i] * inner)) {
          values[i] = k;
        }
      }
    }
    return Tensor.integers(node.type("output_type", DataType.INT64), shape, values);
  }
}
