package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Reads and writes the message {@code tensorflow.TensorProto}. */
final class TensorProto {
  private static final int DTYPE = 1;
  private static final int SHAPE = 2;
  private static final int CONTENT = 4;
  private static final int FLOATS = 5;
  private static final int DOUBLES = 6;
  private static final int INTS = 7;
  private static final int STRINGS = 8;
  private static final int INT64S = 10;
  private static final int BOOLS = 11;

  private TensorProto() {}

  static Tensor read(ProtoMessage proto) {
    DataType type = DataType.of(proto.number(DTYPE));
    int[] shape =
        proto.message(SHAPE).messages(2).stream()
            .mapToInt(dim -> Math.toIntExact(dim.number(1)))
            .toArray();
    int count = Shape.size(shape);
    ByteString content = proto.bytes(CONTENT).orElse(ByteString.EMPTY);
    return switch (type.kind) {
      case REAL -> reals(proto, type, shape, count, content);
      case INTEGER -> integers(proto, type, shape, count, content);
      case TEXT -> {
        List<ByteString> listed = proto.byteStrings(STRINGS);
        ByteString[] texts = new ByteString[count];
        Arrays.setAll(texts, i -> repeated(listed, i, ByteString.EMPTY));
        yield Tensor.texts(shape, texts);
      }
    };
  }

  /** Writes each value in the field of its type, as TensorFlow Serving answers. */
  static ByteString write(Tensor tensor) throws IOException {
    int[] shape = tensor.shape();
    return GrpcPredict.message(
        out -> {
          out.writeEnum(DTYPE, tensor.type().number);
          out.writeBytes(SHAPE, shape(shape));
          if (tensor.type().kind == DataType.Kind.TEXT) {
            for (int i = 0; i < tensor.size(); i++) {
              out.writeBytes(STRINGS, tensor.text(i));
            }
          } else if (tensor.size() > 0) {
            out.writeBytes(field(tensor.type()), packed(tensor));
          }
        });
  }

  private static ByteString shape(int[] shape) throws IOException {
    return GrpcPredict.message(
        out -> {
          for (int size : shape) {
            out.writeBytes(2, GrpcPredict.message(dim -> dim.writeInt64(1, size)));
          }
        });
  }

  private static int field(DataType type) {
    return switch (type) {
      case FLOAT -> FLOATS;
      case DOUBLE -> DOUBLES;
      case INT64 -> INT64S;
      case BOOL -> BOOLS;
      default -> INTS;
    };
  }

  private static ByteString packed(Tensor tensor) throws IOException {
    return GrpcPredict.message(
        out -> {
          for (int i = 0; i < tensor.size(); i++) {
            switch (tensor.type()) {
              case FLOAT -> out.writeFloatNoTag((float) tensor.real(i));
              case DOUBLE -> out.writeDoubleNoTag(tensor.real(i));
              default -> out.writeInt64NoTag(tensor.integer(i));
            }
          }
        });
  }

  private static Tensor reals(
      ProtoMessage proto, DataType type, int[] shape, int count, ByteString content) {
    double[] reals = new double[count];
    if (content.isEmpty()) {
      List<Double> listed =
          type == DataType.FLOAT
              ? proto.numbers(FLOATS, in -> (double) in.readFloat())
              : proto.numbers(DOUBLES, CodedInputStream::readDouble);
      Arrays.setAll(reals, i -> repeated(listed, i, 0.0));
    } else {
      ByteBuffer buffer = littleEndian(content);
      Arrays.setAll(reals, i -> type == DataType.FLOAT ? buffer.getFloat() : buffer.getDouble());
    }
    return Tensor.reals(type, shape, reals);
  }

  private static Tensor integers(
      ProtoMessage proto, DataType type, int[] shape, int count, ByteString content) {
    long[] integers = new long[count];
    if (content.isEmpty()) {
      int field = type == DataType.INT64 ? INT64S : type == DataType.BOOL ? BOOLS : INTS;
      List<Long> listed = proto.numbers(field, CodedInputStream::readInt64);
      Arrays.setAll(integers, i -> repeated(listed, i, 0L));
    } else {
      ByteBuffer buffer = littleEndian(content);
      Arrays.setAll(integers, i -> next(buffer, type));
    }
    return Tensor.integers(type, shape, integers);
  }

  /** A shorter list means that its last value goes on. */
  private static <T> T repeated(List<T> listed, int index, T none) {
    return listed.isEmpty() ? none : listed.get(Math.min(index, listed.size() - 1));
  }

  private static ByteBuffer littleEndian(ByteString content) {
    return content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long next(ByteBuffer buffer, DataType type) {
    return switch (type) {
      case INT64 -> buffer.getLong();
      case INT32 -> buffer.getInt();
      case INT16 -> buffer.getShort();
      default -> buffer.get();
    };
  }
}
