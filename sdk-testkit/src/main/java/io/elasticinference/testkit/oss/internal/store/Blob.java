package io.elasticinference.testkit.oss.internal.store;

/**
 * A file of content that never changes once it is whole.
 *
 * @param id its name on disk
 * @param size in bytes
 * @param etag the MD5 in upper-case hexadecimal digits, or another text where none was computed
 * @param crc64 see {@link Crc64}
 */
public record Blob(String id, long size, String etag, long crc64) {

  /** Tells whether a tag is the MD5 of what it stands for. */
  public static boolean isMd5(String etag) {
    return etag.length() == 32;
  }
}
