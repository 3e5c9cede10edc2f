package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations that move elements and compute none. */
final class Rearrangement {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Reshape", (node, in) -> reshape(in.get(0), in.get(1).asInts()),
          "ExpandDims", (node, in) -> expand(in.get(0), in.get(1).integer(0)),
          "Squeeze", (node, in) -> squeeze(in.get(0), node.numbers("squeeze_dims")),
          "Transpose", (node, in) -> transpose(in.get(0), in.get(1).asInts()),
          "ConcatV2",
              (node, in) -> concat(in.subList(0, in.size() - 1), in.get(in.size() - 1).integer(0)),
          "GatherV2", (node, in) -> gather(in.get(0), in.get(1), in.get(2).integer(0)),
          "Shape", (node, in) -> shapeOf(in.get(0), node.type("out_type", DataType.INT32)));

  private Rearrangement() {}

  private static Tensor reshape(Tensor x, int[] shape) {
    int known = Shape.size(IntStream.of(shape).filter(d -> d >= 0).toArray());
    int[] filled =
        IntStream.of(shape).map(d -> d >= 0 ? d : known == 0 ? 0 : x.size() / known).toArray();
    return x.reshaped(filled);
  }

  private static Tensor expand(Tensor x, long axis) {
    int at = Shape.axis(axis, x.rank() + 1);
    int[] shape = new int[x.rank() + 1];
    Arrays.setAll(shape, d -> d < at ? x.shape()[d] : d == at ? 1 : x.shape()[d - 1]);
    return x.reshaped(shape);
  }

  private static Tensor squeeze(Tensor x, List<Long> axes) {
    List<Integer> chosen = new ArrayList<>();
    axes.forEach(axis -> chosen.add(Shape.axis(axis, x.rank())));
    return x.reshaped(
        IntStream.range(0, x.rank())
            .filter(d -> chosen.isEmpty() ? x.shape()[d] != 1 : !chosen.contains(d))
            .map(d -> x.shape()[d])
            .toArray());
  }

  private static Tensor transpose(Tensor x, int[] order) {
    int[] shape = IntStream.of(order).map(d -> x.shape()[d]).toArray();
    int[] source = new int[x.size()];
    int[] at = new int[shape.length];
    int[] original = new int[shape.length];
    for (int i = 0; i < source.length; i++) {
      for (int d = 0; d < order.length; d++) {
        original[order[d]] = at[d];
      }
      int index = 0;
      for (int d = 0; d < original.length; d++) {
        index = index * x.shape()[d] + original[d];
      }
      source[i] = index;
      Shape.next(at, shape);
    }
    return x.gather(shape, i -> source[i]);
  }

  private static Tensor concat(List<Tensor> parts, long dimension) {
    Tensor first = parts.get(0);
    int axis = Shape.axis(dimension, first.rank());
    int total = 0;
    for (Tensor part : parts) {
      if (!Arrays.equals(Shape.without(part.shape(), axis), Shape.without(first.shape(), axis))) {
        throw ServingException.invalid(
            "ConcatOp : Dimensions of inputs should match: shape[0] = "
                + Shape.text(first.shape())
                + " vs. "
                + Shape.text(part.shape()));
      }
      total += part.shape()[axis];
    }
    int inner = Shape.size(Arrays.copyOfRange(first.shape(), axis + 1, first.rank()));
    int[] shape = Shape.with(first.shape(), axis, total);
    int[] owner = new int[Shape.size(shape)];
    int[] source = new int[owner.length];
    for (int i = 0; i < owner.length; i++) {
      int along = i / inner % total;
      int part = 0;
      while (along >= parts.get(part).shape()[axis]) {
        along -= parts.get(part++).shape()[axis];
      }
      owner[i] = part;
      source[i] = (i / inner / total * parts.get(part).shape()[axis] + along) * inner + i % inner;
    }
    return select(parts, shape, owner, source);
  }

  private static Tensor select(List<Tensor> parts, int[] shape, int[] owner, int[] source) {
    DataType type = parts.get(0).type();
    return switch (type.kind) {
      case REAL -> {
        double[] values = new double[owner.length];
        Arrays.setAll(values, i -> parts.get(owner[i]).real(source[i]));
        yield Tensor.reals(type, shape, values);
      }
      case INTEGER -> {
        long[] values = new long[owner.length];
        Arrays.setAll(values, i -> parts.get(owner[i]).integer(source[i]));
        yield Tensor.integers(type, shape, values);
      }
      case TEXT -> {
        ByteString[] values = new ByteString[owner.length];
        Arrays.setAll(values, i -> parts.get(owner[i]).text(source[i]));
        yield Tensor.texts(shape, values);
      }
    };
  }

  private static Tensor gather(Tensor x, Tensor indices, long dimension) {
    int axis = Shape.axis(dimension, x.rank());
    int length = x.shape()[axis];
    for (int i = 0; i < indices.size(); i++) {
      if (indices.integer(i) < 0 || indices.integer(i) >= length) {
        throw ServingException.invalid(
            "indices[" + i + "] = " + indices.integer(i) + " is not in [0, " + length + ")");
      }
    }
    int inner = Shape.size(Arrays.copyOfRange(x.shape(), axis + 1, x.rank()));
    int[] shape =
        IntStream.concat(
                IntStream.concat(Arrays.stream(x.shape(), 0, axis), IntStream.of(indices.shape())),
                Arrays.stream(x.shape(), axis + 1, x.rank()))
            .toArray();
    int count = indices.size();
    return x.gather(
        shape,
        i ->
            (i / inner / count * length + (int) indices.integer(i / inner % count)) * inner
                + i % inner);
  }

  private static Tensor shapeOf(Tensor x, DataType type) {
    return Tensor.integers(
        type, new int[] {x.rank()}, IntStream.of(x.shape()).asLongStream().toArray());
  }
}
