package io.elasticinference.internal.load.grpc;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a {@code tensorflow.serving.PredictResponse} holds what a success does. Of what is
 * in the outputs it reads only the names.
 */
final class PredictReply {
  private static final int OUTPUTS = 1;
  private static final int ENTRY_KEY = 1;
  private static final int LONGEST_VARINT = 10;

  private PredictReply() {}

  /** What is wrong with the reply; empty when nothing is. */
  static Optional<String> problem(byte[] message, @Nullable String wantedOutput) {
    try {
      ByteBuffer in = ByteBuffer.wrap(message);
      boolean any = false;
      while (in.hasRemaining()) {
        long tag = varint(in);
        if (tag >>> 3 == OUTPUTS && (tag & 7) == 2) {
          any = true;
          if (wantedOutput == null || wantedOutput.equals(name(part(in)))) {
            return Optional.empty();
          }
        } else {
          skip(in, tag);
        }
      }
      return Optional.of(any ? "no output " + wantedOutput : "no output (expected: at least one)");
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.of("not a PredictResponse, of " + message.length + " bytes");
    }
  }

  private static String name(ByteBuffer entry) {
    while (entry.hasRemaining()) {
      long tag = varint(entry);
      if (tag >>> 3 == ENTRY_KEY && (tag & 7) == 2) {
        return StandardCharsets.UTF_8.decode(part(entry)).toString();
      }
      skip(entry, tag);
    }
    return "";
  }

  private static ByteBuffer part(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private static void skip(ByteBuffer in, long tag) {
    switch ((int) (tag & 7)) {
      case 0 -> varint(in);
      case 1 -> in.getLong();
      case 2 -> part(in);
      case 5 -> in.getInt();
      default -> throw new IllegalArgumentException("wire type");
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("varint");
  }
}
