package io.elasticinference.k8s.internal.api;

import java.io.Closeable;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** A text that is read while it grows, line by line. */
public final class LineStream implements Closeable {

  private final Call call;
  private final Response response;
  private final BufferedSource lines;

  LineStream(Call call, Response response) {
    this.call = call;
    this.response = response;
    this.lines = response.body().source();
  }

  /**
   * Waits for the next line.
   *
   * @return null at the end
   * @throws IOException where the connection was cut, or the stream was cancelled
   */
  public @Nullable String next() throws IOException {
    return lines.readUtf8Line();
  }

  /** Ends the stream from another thread: the one that reads gets an IOException. */
  public void cancel() {
    call.cancel();
  }

  /** Ends the stream; for the thread that reads. */
  @Override
  public void close() {
    call.cancel();
    response.close();
  }
}
