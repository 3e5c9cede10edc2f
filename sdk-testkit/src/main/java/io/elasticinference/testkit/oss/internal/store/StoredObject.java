package io.elasticinference.testkit.oss.internal.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An object.
 *
 * @param etag without quotes
 * @param modifiedMillis since the epoch
 * @param type {@code Normal}, {@code Multipart} or {@code Appendable}
 * @param headers what is answered with it, names in lower case
 * @param segments the content, in order
 */
public record StoredObject(
    String key,
    long size,
    String etag,
    long crc64,
    long modifiedMillis,
    String type,
    Map<String, String> headers,
    List<Segment> segments) {

  public static final String NORMAL = "Normal";
  public static final String MULTIPART = "Multipart";
  public static final String APPENDABLE = "Appendable";

  /** The same with other headers, modified at the same time as this. */
  StoredObject headers(Map<String, String> others) {
    return new StoredObject(key, size, etag, crc64, modifiedMillis, type, others, segments);
  }

  public Instant modified() {
    return Instant.ofEpochMilli(modifiedMillis);
  }

  public String storageClass() {
    return headers.getOrDefault("x-oss-storage-class", "Standard");
  }
}
