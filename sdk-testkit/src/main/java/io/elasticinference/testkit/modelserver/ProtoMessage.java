package io.elasticinference.testkit.modelserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A protobuf message read by field numbers, so that a handful of TensorFlow's messages need no
 * generated classes. A field that is absent reads as its default.
 */
final class ProtoMessage {
  /** What a packed field's bytes hold. */
  @FunctionalInterface
  interface Element<T> {
    T read(CodedInputStream in) throws IOException;
  }

  static final ProtoMessage EMPTY = new ProtoMessage(Map.of());

  private final Map<Integer, List<Object>> fields;

  private ProtoMessage(Map<Integer, List<Object>> fields) {
    this.fields = fields;
  }

  /** Reads one message; throws {@link IOException} when the bytes are none. */
  static ProtoMessage parse(ByteString bytes) throws IOException {
    Map<Integer, List<Object>> fields = new HashMap<>();
    CodedInputStream in = bytes.newCodedInput();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Object value =
          switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
            case WireFormat.WIRETYPE_FIXED32 -> in.readRawLittleEndian32();
            case WireFormat.WIRETYPE_FIXED64 -> in.readRawLittleEndian64();
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readBytes();
            default ->
                throw new IOException(
                    "field " + WireFormat.getTagFieldNumber(tag) + " has an unknown wire type");
          };
      fields.computeIfAbsent(WireFormat.getTagFieldNumber(tag), f -> new ArrayList<>()).add(value);
    }
    return new ProtoMessage(fields);
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }

  long number(int field) {
    List<Object> values = fields.getOrDefault(field, List.of());
    return values.isEmpty() ? 0 : (Long) values.get(values.size() - 1);
  }

  boolean flag(int field) {
    return number(field) != 0;
  }

  Optional<ByteString> bytes(int field) {
    List<ByteString> values = byteStrings(field);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  String text(int field) {
    return bytes(field).map(ByteString::toStringUtf8).orElse("");
  }

  List<String> texts(int field) {
    return byteStrings(field).stream().map(ByteString::toStringUtf8).toList();
  }

  List<ByteString> byteStrings(int field) {
    return fields.getOrDefault(field, List.of()).stream().map(ByteString.class::cast).toList();
  }

  ProtoMessage message(int field) {
    List<ProtoMessage> messages = messages(field);
    return messages.isEmpty() ? EMPTY : messages.get(messages.size() - 1);
  }

  List<ProtoMessage> messages(int field) {
    return byteStrings(field).stream().map(ProtoMessage::parseUnchecked).toList();
  }

  /** Calls {@code each} with the key and the value of every entry of a map field. */
  void entries(int field, BiConsumer<String, ProtoMessage> each) {
    messages(field).forEach(entry -> each.accept(entry.text(1), entry.message(2)));
  }

  /** Returns a repeated number field, packed or not. */
  <T> List<T> numbers(int field, Element<T> element) {
    List<T> numbers = new ArrayList<>();
    try {
      for (Object value : fields.getOrDefault(field, List.of())) {
        CodedInputStream in =
            value instanceof ByteString packed
                ? packed.newCodedInput()
                : CodedInputStream.newInstance(unpacked(value));
        while (!in.isAtEnd()) {
          numbers.add(element.read(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }

  private static byte[] unpacked(Object value) throws IOException {
    byte[] bytes = new byte[10];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    if (value instanceof Integer fixed) {
      out.writeFixed32NoTag(fixed);
    } else {
      out.writeUInt64NoTag((Long) value);
    }
    return Arrays.copyOf(bytes, out.getTotalBytesWritten());
  }

  private static ProtoMessage parseUnchecked(ByteString bytes) {
    try {
      return parse(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
