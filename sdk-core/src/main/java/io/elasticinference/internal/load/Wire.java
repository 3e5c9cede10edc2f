package io.elasticinference.internal.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a connection, as they are or encrypted; never waits. */
interface Wire {
  /**
   * Goes on with what must be agreed on before the first request.
   *
   * @return whether all is agreed
   */
  boolean handshake() throws IOException;

  /** Reads what is there: how many bytes, 0 for none at the moment, -1 at the end. */
  int read(ByteBuffer in) throws IOException;

  /** Whether {@link #read} has more at hand that the selector does not know of. */
  boolean hasMore();

  /** Writes what can be written now, of the buffer and of what was left the last time. */
  void write(ByteBuffer out) throws IOException;

  /** Whether bytes that were taken from a buffer are not on their way yet. */
  boolean isPending();

  /** Whether the end came as the protocol wants it, so that nothing can be missing before it. */
  boolean endedCleanly();

  /** Says goodbye, if that can be done at once, and closes the channel. */
  void close() throws IOException;
}
