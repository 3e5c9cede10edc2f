package io.elasticinference.testkit.sls.internal.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes a log group. Single-use. */
public final class LogGroupWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /**
   * Begins a log group.
   *
   * @param topic its topic
   * @param source where it comes from
   */
  public LogGroupWriter(String topic, String source) {
    try {
      out.writeString(3, topic);
      out.writeString(4, source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds a log.
   *
   * @param time seconds since the epoch
   * @param fields its keys and values
   */
  public void add(int time, Map<String, String> fields) {
    try {
      int size = CodedOutputStream.computeUInt32Size(1, time);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        int pair = size(field);
        size +=
            CodedOutputStream.computeTagSize(2)
                + CodedOutputStream.computeUInt32SizeNoTag(pair)
                + pair;
      }
      out.writeTag(1, 2);
      out.writeUInt32NoTag(size);
      out.writeUInt32(1, time);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        out.writeTag(2, 2);
        out.writeUInt32NoTag(size(field));
        out.writeString(1, field.getKey());
        out.writeString(2, field.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int size(Map.Entry<String, String> field) {
    return CodedOutputStream.computeStringSize(1, field.getKey())
        + CodedOutputStream.computeStringSize(2, field.getValue());
  }

  /**
   * Answers the message.
   *
   * @return the log group
   */
  public byte[] toBytes() {
    try {
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
