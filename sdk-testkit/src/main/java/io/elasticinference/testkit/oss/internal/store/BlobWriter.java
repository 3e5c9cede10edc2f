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

/** Writes one blob and digests it on the way. Closed before it is finished, it leaves nothing. */
public final class BlobWriter implements AutoCloseable {

  private final Blobs blobs;
  private final String id;
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest md5;
  private final Crc64 crc = new Crc64();
  private long size;
  private String digest = "";
  private boolean finished;

  BlobWriter(Blobs blobs, String id, Path file) throws IOException {
    this.blobs = blobs;
    this.id = id;
    this.file = file;
    try {
      this.md5 = MessageDigest.getInstance("MD5");
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
    md5.update(array, 0, length);
    crc.update(array, 0, length);
    while (direct.hasRemaining()) {
      size += channel.write(direct);
    }
  }

  public long size() {
    return size;
  }

  /** Ends the digest: nothing may be written afterwards. In upper-case hexadecimal digits. */
  public String md5() {
    if (digest.isEmpty()) {
      digest = HexFormat.of().withUpperCase().formatHex(md5.digest());
    }
    return digest;
  }

  /** Completes the blob; the caller then owns one use of it. */
  public Blob finish() throws IOException {
    channel.close();
    finished = true;
    blobs.use(id);
    return new Blob(id, size, md5(), crc.value());
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      Files.deleteIfExists(file);
    }
  }
}
