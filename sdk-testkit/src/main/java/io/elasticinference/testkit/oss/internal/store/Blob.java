package io.elasticinference.testkit.oss.internal.store;

/**
 * A file of content that never changes once it is whole.
 *
 * @param id its name on disk
 * @param size in bytes
 * @param md5 in upper-case hexadecimal digits
 * @param crc64 see {@link Crc64}
 */
public record Blob(String id, long size, String md5, long crc64) {}
