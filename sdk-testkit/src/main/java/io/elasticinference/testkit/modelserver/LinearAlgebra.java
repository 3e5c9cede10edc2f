package io.elasticinference.testkit.modelserver;

import java.util.Map;

/** Products of matrices, and the normalisation of their rows. */
final class LinearAlgebra {
  static final Map<String, Operation> OPERATIONS =
      Map.of(
          "MatMul",
              (node, in) ->
                  product(in.get(0), node.flag("transpose_a"), in.get(1), node.flag("transpose_b")),
          "Softmax", (node, in) -> softmax(in.get(0), false),
          "LogSoftmax", (node, in) -> softmax(in.get(0), true));

  private LinearAlgebra() {}

  private static Tensor product(Tensor a, boolean turnA, Tensor b, boolean turnB) {
    requireMatrix(0, a);
    requireMatrix(1, b);
    int rows = a.shape()[turnA ? 1 : 0];
    int inner = a.shape()[turnA ? 0 : 1];
    int columns = b.shape()[turnB ? 0 : 1];
    if (inner != b.shape()[turnB ? 1 : 0]) {
      throw ServingException.invalid(
          "Matrix size-incompatible: In[0]: "
              + Shape.text(a.shape())
              + ", In[1]: "
              + Shape.text(b.shape()));
    }
    double[] values = new double[Shape.size(rows, columns)];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < inner; k++) {
        double factor = a.real(turnA ? k * rows + row : row * inner + k);
        for (int column = 0; column < columns; column++) {
          values[row * columns + column] +=
              factor * b.real(turnB ? column * inner + k : k * columns + column);
        }
      }
    }
    return Tensor.reals(a.type(), new int[] {rows, columns}, values);
  }

  private static void requireMatrix(int position, Tensor x) {
    if (x.rank() != 2) {
      throw ServingException.invalid(
          "In[" + position + "] is not a matrix. Instead it has shape " + Shape.text(x.shape()));
    }
  }

  private static Tensor softmax(Tensor x, boolean logarithm) {
    if (x.rank() == 0) {
      throw ServingException.invalid(
          "logits must have >= 1 dimension, got " + Shape.text(x.shape()));
    }
    int width = x.shape()[x.rank() - 1];
    double[] values = new double[x.size()];
    for (int start = 0; start < values.length; start += width) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = start; i < start + width; i++) {
        largest = Math.max(largest, x.real(i));
      }
      double sum = 0;
      for (int i = start; i < start + width; i++) {
        values[i] = Math.exp(x.real(i) - largest);
        sum += values[i];
      }
      for (int i = start; i < start + width; i++) {
        values[i] = logarithm ? x.real(i) - largest - Math.log(sum) : values[i] / sum;
      }
    }
    return Tensor.reals(x.type(), x.shape(), values);
  }
}
