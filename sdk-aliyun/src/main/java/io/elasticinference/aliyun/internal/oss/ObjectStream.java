package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.common.utils.CRC64;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an object as a stream. Where the connection breaks, it goes on from there with a new
 * one; where the object was changed meanwhile, it fails instead of mixing old and new bytes. For
 * one thread.
 */
final class ObjectStream extends InputStream {

  private final OSS client;
  private final OssRetry retry;
  private final String bucket;
  private final OssCall call;
  private final RemoteObject object;
  private final long end;
  private final CRC64 crc = new CRC64();
  private long position;
  private @Nullable OSSObject open;

  /**
   * Opens nothing yet.
   *
   * @param from the first byte to read
   * @param length how many bytes to read
   */
  ObjectStream(
      OSS client, OssRetry retry, String bucket, RemoteObject object, long from, long length) {
    this.client = client;
    this.retry = retry;
    this.bucket = bucket;
    this.call = new OssCall(OssCall.Operation.GET_OBJECT_RANGE, bucket, object.key());
    this.object = object;
    this.position = from;
    this.end = from + length;
  }

  /** The CRC64 of the bytes that were read. */
  long crc64() {
    return crc.getValue();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int n;
    try {
      int most = (int) Math.min(length, end - position);
      n = retry.attempts(call, resend -> readOnce(resend, target, offset, most));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    crc.update(target, offset, n);
    position += n;
    return n;
  }

  private int readOnce(int resend, byte[] target, int offset, int length) {
    try {
      int n = content(resend).read(target, offset, length);
      if (n < 0) {
        throw new EOFException("the answer ended " + (end - position) + " bytes early");
      }
      return n;
    } catch (IOException e) {
      abandon();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      abandon();
      throw e;
    }
  }

  private InputStream content(int resend) {
    OSSObject opened = open;
    if (opened == null) {
      GetObjectRequest request =
          new GetObjectRequest(bucket, object.key()).withRange(position, end - 1);
      request.setMatchingETagConstraints(List.of(object.etag()));
      request.setLogEnabled(false);
      opened = retry.trail().follow(call, resend, () -> client.getObject(request));
      open = opened;
    }
    return opened.getObjectContent();
  }

  /** A connection with an unread rest is closed, not kept: reading the rest could take hours. */
  private void abandon() {
    OSSObject opened = open;
    open = null;
    if (opened != null) {
      try {
        opened.forcedClose();
      } catch (IOException e) {
        // It is broken already, and what is read counts.
      }
    }
  }

  @Override
  public void close() {
    abandon();
  }
}
