package io.elasticinference.testkit.sls.internal.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.elasticinference.testkit.sls.internal.store.NewLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log group. Topic, source and tags become keys of every log, as in the service. Source of
 * the field numbers: {@code Logs.proto} of the SDKs.
 */
public final class LogGroupReader {

  private final List<List<String>> keys = new ArrayList<>();
  private final List<List<String>> values = new ArrayList<>();
  private final List<int[]> times = new ArrayList<>();
  private final List<String> tagKeys = new ArrayList<>();
  private final List<String> tagValues = new ArrayList<>();
  private String topic = "";
  private String source = "";

  private LogGroupReader() {}

  /**
   * Reads a log group.
   *
   * @param bytes the message
   * @return its logs
   * @throws IOException if it is none
   */
  public static List<NewLog> read(byte[] bytes) throws IOException {
    LogGroupReader reader = new LogGroupReader();
    reader.group(CodedInputStream.newInstance(bytes));
    return reader.logs();
  }

  private List<NewLog> logs() {
    List<String> commonKeys = new ArrayList<>(List.of("__topic__", "__source__"));
    List<String> commonValues = new ArrayList<>(List.of(topic, source));
    tagKeys.forEach(key -> commonKeys.add("__tag__:" + key));
    commonValues.addAll(tagValues);
    List<NewLog> logs = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      keys.get(i).addAll(commonKeys);
      values.get(i).addAll(commonValues);
      logs.add(new NewLog(times.get(i)[0], times.get(i)[1], keys.get(i), values.get(i)));
    }
    return logs;
  }

  private void group(CodedInputStream in) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, 1)) {
        nested(in, this::log);
      } else if (isMessage(tag, 3)) {
        topic = in.readString();
      } else if (isMessage(tag, 4)) {
        source = in.readString();
      } else if (isMessage(tag, 6)) {
        nested(in, tagIn -> pair(tagIn, tagKeys, tagValues));
      } else {
        skip(in, tag);
      }
    }
  }

  private void log(CodedInputStream in) throws IOException {
    List<String> logKeys = new ArrayList<>();
    List<String> logValues = new ArrayList<>();
    int[] time = {0, 0};
    boolean timed = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (1 << 3 | WireFormat.WIRETYPE_VARINT)) {
        time[0] = in.readUInt32();
        timed = true;
      } else if (isMessage(tag, 2)) {
        nested(in, content -> pair(content, logKeys, logValues));
      } else if (tag == (4 << 3 | WireFormat.WIRETYPE_FIXED32)) {
        time[1] = in.readFixed32();
      } else {
        skip(in, tag);
      }
    }
    if (!timed) {
      throw new InvalidProtocolBufferException("a log without its time");
    }
    times.add(time);
    keys.add(logKeys);
    values.add(logValues);
  }

  private static void pair(CodedInputStream in, List<String> keys, List<String> values)
      throws IOException {
    int keysBefore = keys.size();
    int valuesBefore = values.size();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, 1)) {
        keys.add(in.readString());
      } else if (isMessage(tag, 2)) {
        values.add(in.readString());
      } else {
        skip(in, tag);
      }
    }
    if (keys.size() != keysBefore + 1 || values.size() != valuesBefore + 1) {
      throw new InvalidProtocolBufferException(
          "a key without its value, or a value without its key");
    }
  }

  private static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("a group ends that did not begin");
    }
  }

  private static boolean isMessage(int tag, int field) {
    return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  private static void nested(CodedInputStream in, Message message) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    message.read(in);
    in.checkLastTagWas(0);
    in.popLimit(limit);
  }

  private interface Message {
    void read(CodedInputStream in) throws IOException;
  }
}
