package io.elasticinference.testkit.modelserver;

import com.google.protobuf.CodedInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One operation of a graph: the message {@code tensorflow.NodeDef}. */
record Node(String name, String op, List<String> inputs, Map<String, ProtoMessage> attributes) {
  private static final int NUMBER = 3;
  private static final int FLAG = 5;
  private static final int TYPE = 6;
  private static final int TENSOR = 8;
  private static final int LIST = 1;

  static Node read(ProtoMessage proto) {
    Map<String, ProtoMessage> attributes = new HashMap<>();
    proto.entries(5, attributes::put);
    return new Node(proto.text(1), proto.text(2), proto.texts(3), Map.copyOf(attributes));
  }

  boolean flag(String name) {
    return attribute(name).flag(FLAG);
  }

  DataType type(String name, DataType absent) {
    return attributes.containsKey(name) ? DataType.of(attribute(name).number(TYPE)) : absent;
  }

  List<Long> numbers(String name) {
    return attribute(name).message(LIST).numbers(NUMBER, CodedInputStream::readInt64);
  }

  Tensor tensor(String name) {
    return TensorProto.read(attribute(name).message(TENSOR));
  }

  private ProtoMessage attribute(String name) {
    return attributes.getOrDefault(name, ProtoMessage.EMPTY);
  }
}
