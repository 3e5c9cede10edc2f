package io.elasticinference.load;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a tensor's values are, with the numbers that TensorFlow gives them
 * (tensorflow/core/framework/types.proto).
 */
public enum TensorType {
  /** 32-bit floating point. */
  FLOAT(1, 4),
  /** 64-bit floating point. */
  DOUBLE(2, 8),
  /** 32-bit integer. */
  INT32(3, 4),
  /** 8-bit integer without sign. */
  UINT8(4, 1),
  /** 16-bit integer. */
  INT16(5, 2),
  /** 8-bit integer. */
  INT8(6, 1),
  /** Byte strings of any length. */
  STRING(7, 0),
  /** 64-bit integer. */
  INT64(9, 8),
  /** True or false, a byte each. */
  BOOL(10, 1),
  /** 16-bit floating point with the exponent of 32-bit. */
  BFLOAT16(14, 2),
  /** 16-bit integer without sign. */
  UINT16(17, 2),
  /** 16-bit floating point (IEEE 754). */
  HALF(19, 2),
  /** 32-bit integer without sign. */
  UINT32(22, 4),
  /** 64-bit integer without sign. */
  UINT64(23, 8);

  private final int number;
  private final int bytes;

  TensorType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /**
   * The number in messages.
   *
   * @return that of the protocol's {@code DataType}
   */
  public int number() {
    return number;
  }

  /**
   * How much one value takes.
   *
   * @return bytes; 0 for texts
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The type of a name as a model's metadata says it.
   *
   * @param name for example {@code DT_FLOAT}
   * @return empty when there is none here
   */
  public static Optional<TensorType> named(String name) {
    return Arrays.stream(values()).filter(type -> name.equals("DT_" + type.name())).findFirst();
  }
}
