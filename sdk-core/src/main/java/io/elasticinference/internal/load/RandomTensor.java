package io.elasticinference.internal.load;

import io.elasticinference.load.Tensor;
import io.elasticinference.load.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Values made by chance that any model takes: see {@link PredictSignature#request}. */
final class RandomTensor {
  /** A quarter, a half and three quarters as 16-bit floating point (IEEE 754). */
  private static final short[] HALVES = {0x3400, 0x3800, 0x3a00};

  private RandomTensor() {}

  /**
   * Makes one.
   *
   * @param name the input's name, for the message
   * @param typeName the type as a signature says it
   * @param shape dimensions, of which those of any size become 1; null for any number: a vector
   * @throws IllegalArgumentException when there are no values of the type
   */
  static Tensor of(
      String name, String typeName, @Nullable List<Integer> shape, SplittableRandom random) {
    TensorType type =
        TensorType.named(typeName)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "input "
                            + name
                            + ": "
                            + typeName
                            + " (expected: numbers, booleans or texts)"));
    long[] dimensions =
        shape == null
            ? new long[] {1}
            : shape.stream().mapToLong(size -> size < 0 ? 1 : size).toArray();
    long count = 1;
    for (long dimension : dimensions) {
      count = Math.multiplyExact(count, dimension);
    }
    return values(type, Math.toIntExact(count), random).shape(dimensions);
  }

  private static Tensor values(TensorType type, int count, SplittableRandom random) {
    if (type == TensorType.STRING) {
      List<byte[]> texts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        texts.add(("text " + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8));
      }
      return Tensor.blobs(texts);
    }
    byte[] content = new byte[Math.multiplyExact(count, type.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      put(type, buffer, random);
    }
    return Tensor.raw(type, content);
  }

  private static void put(TensorType type, ByteBuffer buffer, SplittableRandom random) {
    switch (type) {
      case FLOAT -> buffer.putFloat(random.nextInt(1, 1000) / 1000f);
      case DOUBLE -> buffer.putDouble(random.nextInt(1, 1000) / 1000.0);
      case HALF -> buffer.putShort(HALVES[random.nextInt(HALVES.length)]);
      case BFLOAT16 ->
          buffer.putShort((short) (Float.floatToIntBits(random.nextInt(1, 4) / 4f) >>> 16));
      default -> {
        byte[] whole = new byte[type.bytes()];
        whole[0] = (byte) random.nextInt(2);
        buffer.put(whole);
      }
    }
  }
}
