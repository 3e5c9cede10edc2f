package io.elasticinference.testkit.modelserver;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Arithmetic on the dimensions of tensors. */
final class Shape {
  private Shape() {}

  static int size(int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  /** Returns the dimensions as TensorFlow writes them, {@code [2,3]}. */
  static String text(int... dimensions) {
    return IntStream.of(dimensions).mapToObj(Integer::toString).collect(joining(",", "[", "]"));
  }

  /**
   * Returns the common shape of two operands, aligned at their last dimension, where a 1 stretches.
   */
  static int[] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] result = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i > a.length ? 1 : a[a.length - i];
      int y = i > b.length ? 1 : b[b.length - i];
      if (x != y && x != 1 && y != 1) {
        throw ServingException.invalid("Incompatible shapes: " + text(a) + " vs. " + text(b));
      }
      result[rank - i] = x == 1 ? y : x;
    }
    return result;
  }

  /**
   * Returns, for each element of {@code result}, the element of an operand of shape {@code from}
   * that it is made of.
   */
  static int[] stretch(int[] from, int[] result) {
    int[] source = new int[size(result)];
    int[] at = new int[result.length];
    int skipped = result.length - from.length;
    for (int i = 0; i < source.length; i++) {
      int index = 0;
      for (int d = 0; d < from.length; d++) {
        index = index * from[d] + (from[d] == 1 ? 0 : at[skipped + d]);
      }
      source[i] = index;
      next(at, result);
    }
    return source;
  }

  /** Steps to the next position of a shape, last dimension first. */
  static void next(int[] at, int[] shape) {
    for (int d = shape.length - 1; d >= 0; d--) {
      if (++at[d] < shape[d]) {
        return;
      }
      at[d] = 0;
    }
  }

  /** Returns the dimension that a possibly negative axis names. */
  static int axis(long axis, int rank) {
    long positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= rank) {
      throw ServingException.invalid(
          "Expected dimension in the range [" + -rank + ", " + rank + "), but got " + axis);
    }
    return (int) positive;
  }

  static int[] without(int[] shape, int axis) {
    return IntStream.range(0, shape.length).filter(d -> d != axis).map(d -> shape[d]).toArray();
  }

  static int[] with(int[] shape, int axis, int size) {
    int[] result = Arrays.copyOf(shape, shape.length);
    result[axis] = size;
    return result;
  }
}
