package io.elasticinference.aliyun.internal.oss;

import org.jspecify.annotations.Nullable;

/**
 * What a file is in the store.
 *
 * @param crc64 its checksum, which the server agreed with
 * @param etag the server's name of the content; null where the answer that told it was lost
 */
record Stored(long crc64, @Nullable String etag) {}
