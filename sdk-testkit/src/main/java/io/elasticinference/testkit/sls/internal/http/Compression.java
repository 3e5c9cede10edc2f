package io.elasticinference.testkit.sls.internal.http;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.elasticinference.testkit.sls.internal.SlsException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** The service's compressed bodies: one block, its size in {@code x-log-bodyrawsize}. */
final class Compression {

  private Compression() {}

  static byte[] lz4(byte[] raw) {
    return LZ4Factory.fastestInstance().fastCompressor().compress(raw);
  }

  /** Decompresses a body; what does not have the stated size is refused. */
  static byte[] decompress(String type, byte[] body, int rawSize) {
    byte[] raw =
        switch (type) {
          case "lz4" -> fromLz4(body, rawSize);
          case "deflate", "gzip" -> fromDeflate(body, rawSize);
          case "zstd" -> fromZstd(body, rawSize);
          default ->
              throw new SlsException(
                  400, "InvalidCompressType", "x-log-compresstype " + type + " is unsupported.");
        };
    if (raw.length != rawSize) {
      throw invalid();
    }
    return raw;
  }

  private static byte[] fromLz4(byte[] body, int rawSize) {
    try {
      return LZ4Factory.fastestInstance().safeDecompressor().decompress(body, rawSize);
    } catch (LZ4Exception e) {
      throw invalid();
    }
  }

  private static byte[] fromZstd(byte[] body, int rawSize) {
    try {
      return Zstd.decompress(body, rawSize);
    } catch (ZstdException e) {
      throw invalid();
    }
  }

  private static byte[] fromDeflate(byte[] body, int rawSize) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(body);
      byte[] raw = new byte[rawSize];
      int length = inflater.inflate(raw);
      if (length != rawSize || !inflater.finished()) {
        throw invalid();
      }
      return raw;
    } catch (DataFormatException e) {
      throw invalid();
    } finally {
      inflater.end();
    }
  }

  private static SlsException invalid() {
    return new SlsException(400, "PostBodyUncompressError", "The body cannot be uncompressed.");
  }
}
