package io.elasticinference.testkit.modelserver;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a model takes and gives, by name: the message {@code tensorflow.SignatureDef}. */
record Signature(Map<String, Info> inputs, Map<String, Info> outputs, String methodName) {

  /**
   * One input or output: the message {@code tensorflow.TensorInfo}, with the shape as it stands
   * there.
   */
  record Info(String tensor, DataType type, ProtoMessage shape) {}

  static Signature read(ProtoMessage proto) {
    return new Signature(infos(proto, 1), infos(proto, 2), proto.text(3));
  }

  private static Map<String, Info> infos(ProtoMessage proto, int field) {
    Map<String, Info> infos = new TreeMap<>();
    proto.entries(
        field,
        (name, info) ->
            infos.put(name, new Info(info.text(1), DataType.of(info.number(2)), info.message(3))));
    return Collections.unmodifiableMap(infos);
  }
}
