package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Values of one type with a shape, as TensorFlow Serving takes them over gRPC. A vector unless
 * {@link #shape} says otherwise. Immutable.
 *
 * <pre>{@code
 * Tensor.ints(101, 7592, 102).shape(1, 3);
 * Tensor.floats(new float[28 * 28]).shape(1, 28, 28);
 * Tensor.texts("a sentence", "another");
 * }</pre>
 */
public final class Tensor {
  /** Tensors of texts carry them one by one, all others their bytes in one piece. */
  private final List<byte[]> texts;

  private final byte[] content;
  private final TensorType type;
  private final long[] shape;
  private final int count;

  private Tensor(TensorType type, long[] shape, int count, byte[] content, List<byte[]> texts) {
    this.type = type;
    this.shape = shape;
    this.count = count;
    this.content = content;
    this.texts = texts;
  }

  private static Tensor of(TensorType type, byte[] content) {
    int count = content.length / type.bytes();
    return new Tensor(type, new long[] {count}, count, content, List.of());
  }

  private static byte[] bytes(int count, TensorType type) {
    return new byte[Math.multiplyExact(count, type.bytes())];
  }

  private static ByteBuffer littleEndian(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * 32-bit floating-point numbers, {@code DT_FLOAT}.
   *
   * @param values in row-major order
   * @return a vector
   */
  public static Tensor floats(float... values) {
    byte[] content = bytes(values.length, TensorType.FLOAT);
    littleEndian(content).asFloatBuffer().put(values);
    return of(TensorType.FLOAT, content);
  }

  /**
   * 64-bit floating-point numbers, {@code DT_DOUBLE}.
   *
   * @param values in row-major order
   * @return a vector
   */
  public static Tensor doubles(double... values) {
    byte[] content = bytes(values.length, TensorType.DOUBLE);
    littleEndian(content).asDoubleBuffer().put(values);
    return of(TensorType.DOUBLE, content);
  }

  /**
   * 32-bit whole numbers, {@code DT_INT32}.
   *
   * @param values in row-major order
   * @return a vector
   */
  public static Tensor ints(int... values) {
    byte[] content = bytes(values.length, TensorType.INT32);
    littleEndian(content).asIntBuffer().put(values);
    return of(TensorType.INT32, content);
  }

  /**
   * 64-bit whole numbers, {@code DT_INT64}.
   *
   * @param values in row-major order
   * @return a vector
   */
  public static Tensor longs(long... values) {
    byte[] content = bytes(values.length, TensorType.INT64);
    littleEndian(content).asLongBuffer().put(values);
    return of(TensorType.INT64, content);
  }

  /**
   * Truth values, {@code DT_BOOL}.
   *
   * @param values in row-major order
   * @return a vector
   */
  public static Tensor booleans(boolean... values) {
    byte[] content = bytes(values.length, TensorType.BOOL);
    for (int i = 0; i < values.length; i++) {
      content[i] = (byte) (values[i] ? 1 : 0);
    }
    return of(TensorType.BOOL, content);
  }

  /**
   * Texts in UTF-8, {@code DT_STRING}.
   *
   * @param values in row-major order
   * @return a vector
   */
  public static Tensor texts(String... values) {
    return blobs(Arrays.stream(values).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /**
   * Byte strings, for example encoded pictures, {@code DT_STRING}.
   *
   * @param values in row-major order, copied
   * @return a vector
   */
  public static Tensor blobs(List<byte[]> values) {
    List<byte[]> copies = values.stream().map(byte[]::clone).toList();
    return new Tensor(
        TensorType.STRING, new long[] {copies.size()}, copies.size(), new byte[0], copies);
  }

  /**
   * Values of any type but texts, as they lie in memory.
   *
   * @param type what they are
   * @param content each value in little-endian order, in row-major order, copied
   * @return a vector
   * @throws IllegalArgumentException when the type is {@link TensorType#STRING} or the bytes are no
   *     whole number of values
   */
  public static Tensor raw(TensorType type, byte[] content) {
    Check.argument(
        type != TensorType.STRING, "type", type, "one of a fixed size; blobs(…) for texts");
    Check.argument(
        content.length % type.bytes() == 0,
        "content",
        content.length + " bytes",
        "a multiple of " + type.bytes());
    return of(type, content.clone());
  }

  /**
   * Sets the shape.
   *
   * @param dimensions the outermost first, the batch as a rule; none for a single value
   * @return a copy with the same values
   * @throws IllegalArgumentException when the shape has room for more or fewer values
   */
  public Tensor shape(long... dimensions) {
    long size = 1;
    for (long dimension : dimensions) {
      Check.argument(dimension >= 0, "shape", Arrays.toString(dimensions), "no negative dimension");
      size = Math.multiplyExact(size, dimension);
    }
    Check.argument(
        size == count, "shape", Arrays.toString(dimensions), "one of " + count + " values");
    return new Tensor(type, dimensions.clone(), count, content, texts);
  }

  /**
   * What the values are.
   *
   * @return the type
   */
  public TensorType type() {
    return type;
  }

  /**
   * The dimensions.
   *
   * @return a copy, the outermost first
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * The values of any type but texts, as they lie in memory.
   *
   * @return a copy, little-endian; empty for texts
   */
  public byte[] content() {
    return content.clone();
  }

  /**
   * The texts.
   *
   * @return copies; empty for any other type
   */
  public List<byte[]> blobs() {
    return texts.stream().map(byte[]::clone).toList();
  }

  /** Type and shape, without the values. */
  @Override
  public String toString() {
    return type.name().toLowerCase(java.util.Locale.ROOT) + Arrays.toString(shape);
  }
}
