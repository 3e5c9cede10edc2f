package io.elasticinference.testkit.oss.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Writes one blob and digests it on the way. Closed before it is finished, it leaves nothing. */
public final class BlobWriter implements AutoCloseable {

  private final Blobs blobs;
  private final String id;
  private final Path file;
  private final FileChannel channel;
  private final @Nullable MessageDigest md5;
  private final Crc64 crc = new Crc64();
  private long size;
  private String etag = "";
  private boolean finished;

  BlobWriter(Blobs blobs, String id, Path file, boolean digest) throws IOException {
    this.blobs = blobs;
    this.id = id;
    this.file = file;
    try {
      this.md5 = digest ? MessageDigest.getInstance("MD5") : null;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Adds the same bytes in two forms.
   *
   * @param direct the bytes between position and limit, for the disk
   * @param array the bytes from the array's begin on, for the digests
   */
  public void write(ByteBuffer direct, byte[] array) throws IOException {
    int length = direct.remaining();
    if (md5 != null) {
      md5.update(array, 0, length);
    }
    crc.update(array, 0, length);
    while (direct.hasRemaining()) {
      size += channel.write(direct);
    }
  }

  public long size() {
    return size;
  }

  /**
   * The MD5 in upper-case hexadecimal digits, or a text of checksum and size, which is as good a
   * tag. Nothing may be written afterwards.
   */
  public String etag() {
    if (etag.isEmpty()) {
      etag =
          md5 == null
              ? HexFormat.of().withUpperCase().toHexDigits(crc.value()) + "-" + size
              : HexFormat.of().withUpperCase().formatHex(md5.digest());
    }
    return etag;
  }

  /** Completes the blob; the caller then owns one use of it. */
  public Blob finish() throws IOException {
    channel.close();
    finished = true;
    blobs.use(id);
    return new Blob(id, size, etag(), crc.value());
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      Files.deleteIfExists(file);
    }
  }
}
