package io.elasticinference.testkit.modelserver;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Operations that compute each element by itself, with broadcasting. */
final class Elementwise {
  private record Binary(DoubleBinaryOperator reals, LongBinaryOperator integers) {}

  private static final Map<String, Binary> BINARY =
      Map.ofEntries(
          entry("Add", new Binary(Double::sum, Long::sum)),
          entry("AddV2", new Binary(Double::sum, Long::sum)),
          entry("BiasAdd", new Binary(Double::sum, Long::sum)),
          entry("Sub", new Binary((a, b) -> a - b, (a, b) -> a - b)),
          entry("Mul", new Binary((a, b) -> a * b, (a, b) -> a * b)),
          entry("RealDiv", new Binary((a, b) -> a / b, Elementwise::divide)),
          entry("Div", new Binary((a, b) -> a / b, Elementwise::divide)),
          entry("Maximum", new Binary(Math::max, Math::max)),
          entry("Minimum", new Binary(Math::min, Math::min)),
          entry("Pow", new Binary(Math::pow, (a, b) -> (long) Math.pow((double) a, (double) b))),
          entry(
              "SquaredDifference",
              new Binary((a, b) -> (a - b) * (a - b), (a, b) -> (a - b) * (a - b))));

  private static final Map<String, DoubleUnaryOperator> UNARY =
      Map.ofEntries(
          entry("Relu", x -> x > 0 ? x : Double.isNaN(x) ? x : 0),
          entry("Relu6", x -> Math.min(Math.max(x, 0), 6)),
          entry("Elu", x -> x > 0 ? x : Math.expm1(x)),
          entry("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
          entry("Tanh", Math::tanh),
          entry("Softplus", x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
          entry("Exp", Math::exp),
          entry("Log", Math::log),
          entry("Sqrt", Math::sqrt),
          entry("Rsqrt", x -> 1 / Math.sqrt(x)),
          entry("Square", x -> x * x),
          entry("Neg", x -> -x),
          entry("Abs", Math::abs));

  static final Map<String, Operation> OPERATIONS = operations();

  private Elementwise() {}

  private static Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>();
    BINARY.forEach(
        (name, f) -> operations.put(name, (node, in) -> combine(f, in.get(0), in.get(1))));
    UNARY.forEach((name, f) -> operations.put(name, (node, in) -> map(f, in.get(0))));
    operations.put("Cast", (node, in) -> cast(in.get(0), node.type("DstT", in.get(0).type())));
    return operations;
  }

  private static Tensor combine(Binary f, Tensor a, Tensor b) {
    int[] shape = Shape.broadcast(a.shape(), b.shape());
    int[] left = Shape.stretch(a.shape(), shape);
    int[] right = Shape.stretch(b.shape(), shape);
    if (a.type().kind == DataType.Kind.REAL) {
      double[] values = new double[left.length];
      Arrays.setAll(values, i -> f.reals().applyAsDouble(a.real(left[i]), b.real(right[i])));
      return Tensor.reals(a.type(), shape, values);
    }
    long[] values = new long[left.length];
    Arrays.setAll(values, i -> f.integers().applyAsLong(a.integer(left[i]), b.integer(right[i])));
    return Tensor.integers(a.type(), shape, values);
  }

  private static Tensor map(DoubleUnaryOperator f, Tensor x) {
    double[] values = new double[x.size()];
    Arrays.setAll(values, i -> f.applyAsDouble(x.real(i)));
    if (x.type().kind == DataType.Kind.REAL) {
      return Tensor.reals(x.type(), x.shape(), values);
    }
    long[] integers = new long[values.length];
    Arrays.setAll(integers, i -> (long) values[i]);
    return Tensor.integers(x.type(), x.shape(), integers);
  }

  private static Tensor cast(Tensor x, DataType to) {
    if (to.kind == DataType.Kind.REAL) {
      double[] values = new double[x.size()];
      Arrays.setAll(values, x::real);
      return Tensor.reals(to, x.shape(), values);
    }
    long[] values = new long[x.size()];
    Arrays.setAll(values, i -> to == DataType.BOOL ? (x.real(i) == 0 ? 0 : 1) : x.integer(i));
    return Tensor.integers(to, x.shape(), values);
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw ServingException.invalid("Integer division by zero");
    }
    return a / b;
  }
}
