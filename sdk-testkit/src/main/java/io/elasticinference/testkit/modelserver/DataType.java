package io.elasticinference.testkit.modelserver;

import static io.elasticinference.testkit.modelserver.DataType.Kind.INTEGER;
import static io.elasticinference.testkit.modelserver.DataType.Kind.REAL;
import static io.elasticinference.testkit.modelserver.DataType.Kind.TEXT;

import java.util.Locale;

/**
 * The element types that the interpreter knows, by their number in {@code
 * tensorflow/core/framework/types.proto}.
 */
enum DataType {
  FLOAT(1, REAL),
  DOUBLE(2, REAL),
  INT32(3, INTEGER),
  UINT8(4, INTEGER),
  INT16(5, INTEGER),
  INT8(6, INTEGER),
  STRING(7, TEXT),
  INT64(9, INTEGER),
  BOOL(10, INTEGER);

  /** How a tensor of this type keeps its elements. */
  enum Kind {
    REAL,
    INTEGER,
    TEXT
  }

  final int number;
  final Kind kind;

  DataType(int number, Kind kind) {
    this.number = number;
    this.kind = kind;
  }

  static DataType of(long number) {
    for (DataType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new ServingException(
        ServingException.Code.UNIMPLEMENTED,
        "Data type " + number + " is not played by the local cloud");
  }

  /** Returns the name in messages, such as {@code float}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Cuts a number to what this type can hold. */
  double round(double value) {
    return this == FLOAT ? (float) value : value;
  }

  /** Cuts a number to what this type can hold, with the overflow of two's complement. */
  long wrap(long value) {
    return switch (this) {
      case INT32 -> (int) value;
      case INT16 -> (short) value;
      case INT8 -> (byte) value;
      case UINT8 -> value & 0xff;
      default -> value;
    };
  }
}
