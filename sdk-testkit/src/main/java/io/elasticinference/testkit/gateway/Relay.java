package io.elasticinference.testkit.gateway;

import io.undertow.connector.ByteBufferPool;
import io.undertow.util.Transfer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/** Streams a body from one end to the other. */
final class Relay {

  private Relay() {}

  /** What becomes of the stream; one of these is called, once or, after a failure, more often. */
  interface Ending {

    void sourceFailed(IOException e);

    void sinkFailed(IOException e);

    /** The source has ended, and the sink has taken everything. */
    void finished();
  }

  /** Streams until the source ends; a source of null, or one that has ended, is an empty body. */
  static void body(
      @Nullable StreamSourceChannel from,
      StreamSinkChannel to,
      ByteBufferPool buffers,
      Ending ending) {
    ChannelListener<StreamSinkChannel> end = sink -> finish(sink, ending);
    if (from == null) {
      end.handleEvent(to);
      return;
    }
    Transfer.initiateTransfer(
        from,
        to,
        ChannelListeners.closingChannelListener(),
        end,
        (channel, e) -> ending.sourceFailed(e),
        (channel, e) -> ending.sinkFailed(e),
        buffers);
  }

  private static void finish(StreamSinkChannel sink, Ending ending) {
    try {
      sink.shutdownWrites();
      if (sink.flush()) {
        ending.finished();
        return;
      }
    } catch (IOException e) {
      ending.sinkFailed(e);
      return;
    }
    ChannelListener<StreamSinkChannel> flushed =
        done -> {
          done.suspendWrites();
          ending.finished();
        };
    sink.getWriteSetter()
        .set(
            ChannelListeners.flushingChannelListener(
                flushed, (channel, e) -> ending.sinkFailed(e)));
    sink.resumeWrites();
  }
}
