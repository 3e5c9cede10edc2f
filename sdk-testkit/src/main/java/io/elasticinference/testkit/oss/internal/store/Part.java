package io.elasticinference.testkit.oss.internal.store;

import java.time.Instant;

/** A part of a multipart upload; its tag is that of its content. */
public record Part(int number, Blob content, long modifiedMillis) {

  public String etag() {
    return content.etag();
  }

  public Instant modified() {
    return Instant.ofEpochMilli(modifiedMillis);
  }
}
