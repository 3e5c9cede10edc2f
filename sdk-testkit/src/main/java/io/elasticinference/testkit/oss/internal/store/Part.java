package io.elasticinference.testkit.oss.internal.store;

import java.time.Instant;

/** A part of a multipart upload; its ETag is its content's MD5. */
public record Part(int number, Blob content, long modifiedMillis) {

  public String etag() {
    return content.md5();
  }

  public Instant modified() {
    return Instant.ofEpochMilli(modifiedMillis);
  }
}
