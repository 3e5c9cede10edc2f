package io.elasticinference.aliyun.internal.oss;

import java.time.Instant;

/**
 * An object as a listing shows it.
 *
 * @param key its whole key
 * @param size its bytes
 * @param lastModified when it was written, to the second
 * @param etag changes with its bytes
 */
record RemoteObject(String key, long size, Instant lastModified, String etag) {

  /** Consoles and other tools make objects of this kind to show an empty folder. */
  boolean isFolder() {
    return key.endsWith("/");
  }
}
