package io.elasticinference.internal.load.distributed;

import io.elasticinference.scaling.TrafficTrace;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * The moments of a trace in few bytes: the time from each to the next, seven bits a byte, the
 * lowest first, with the eighth bit where more follow.
 */
final class Moments {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private Moments() {}

  static String encode(TrafficTrace trace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(trace.requests() * 4);
    long before = 0;
    for (int i = 0; i < trace.requests(); i++) {
      long rest = trace.arrivalNanos(i) - before;
      before = trace.arrivalNanos(i);
      for (; rest >= MORE; rest >>>= BITS) {
        bytes.write((int) (rest & (MORE - 1)) | MORE);
      }
      bytes.write((int) rest);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  static long[] decode(String text) {
    byte[] bytes = Base64.getDecoder().decode(text);
    long[] moments = new long[bytes.length];
    int count = 0;
    long before = 0;
    long value = 0;
    int shift = 0;
    for (byte b : bytes) {
      value |= (long) (b & (MORE - 1)) << shift;
      shift += BITS;
      if (b >= 0) {
        before += value;
        moments[count++] = before;
        value = 0;
        shift = 0;
      }
    }
    return Arrays.copyOf(moments, count);
  }
}
