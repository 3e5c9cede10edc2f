package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** An immutable array of one element type and a shape, in row-major order. */
final class Tensor {
  private final DataType type;
  private final int[] shape;
  // double[], long[] or ByteString[], by the type's kind.
  private final Object values;

  private Tensor(DataType type, int[] shape, Object values, int count) {
    if (Shape.size(shape) != count) {
      throw ServingException.invalid(
          "Input to reshape is a tensor with "
              + count
              + " values, but the requested shape has "
              + Shape.size(shape));
    }
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  static Tensor reals(DataType type, int[] shape, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(values[i]);
    }
    return new Tensor(type, shape, values, values.length);
  }

  static Tensor integers(DataType type, int[] shape, long[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = type.wrap(values[i]);
    }
    return new Tensor(type, shape, values, values.length);
  }

  static Tensor texts(int[] shape, ByteString[] values) {
    return new Tensor(DataType.STRING, shape, values, values.length);
  }

  DataType type() {
    return type;
  }

  /** Returns the dimensions; callers leave the array as it is. */
  int[] shape() {
    return shape;
  }

  int rank() {
    return shape.length;
  }

  int size() {
    return Shape.size(shape);
  }

  double real(int index) {
    return type.kind == DataType.Kind.INTEGER
        ? ((long[]) values)[index]
        : kept(double[].class)[index];
  }

  long integer(int index) {
    return type.kind == DataType.Kind.REAL
        ? (long) ((double[]) values)[index]
        : kept(long[].class)[index];
  }

  ByteString text(int index) {
    return kept(ByteString[].class)[index];
  }

  /** Returns the elements as dimensions or axes. */
  int[] asInts() {
    int[] ints = new int[size()];
    Arrays.setAll(ints, i -> Math.toIntExact(integer(i)));
    return ints;
  }

  Tensor reshaped(int... newShape) {
    return new Tensor(type, newShape, values, size());
  }

  /**
   * Returns a tensor of the given shape whose element i is this one's element {@code source(i)}.
   */
  Tensor gather(int[] newShape, IntUnaryOperator source) {
    int count = Shape.size(newShape);
    return switch (type.kind) {
      case REAL -> {
        double[] reals = new double[count];
        Arrays.setAll(reals, i -> real(source.applyAsInt(i)));
        yield new Tensor(type, newShape, reals, count);
      }
      case INTEGER -> {
        long[] integers = new long[count];
        Arrays.setAll(integers, i -> integer(source.applyAsInt(i)));
        yield new Tensor(type, newShape, integers, count);
      }
      case TEXT -> {
        ByteString[] texts = new ByteString[count];
        Arrays.setAll(texts, i -> text(source.applyAsInt(i)));
        yield new Tensor(type, newShape, texts, count);
      }
    };
  }

  private <T> T kept(Class<T> kind) {
    if (!kind.isInstance(values)) {
      throw new ServingException(
          ServingException.Code.INTERNAL,
          "A tensor of type " + type.text() + " cannot be read as " + kind.getSimpleName());
    }
    return kind.cast(values);
  }
}
