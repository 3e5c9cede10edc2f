package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.Crc64;
import io.elasticinference.testkit.oss.internal.store.Part;
import io.elasticinference.testkit.oss.internal.store.Segment;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.elasticinference.testkit.oss.internal.store.Upload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The object that parts make: its checksum is combined from theirs, its ETag {@code MD5-n}. */
final class CompleteObject {

  private CompleteObject() {}

  static StoredObject of(Upload upload, List<Part> parts, long nowMillis) {
    MessageDigest md5 = md5();
    List<Segment> segments = new ArrayList<>();
    long crc = 0;
    long size = 0;
    for (Part part : parts) {
      md5.update(
          Blob.isMd5(part.etag())
              ? HexFormat.of().parseHex(part.etag())
              : part.etag().getBytes(StandardCharsets.US_ASCII));
      crc = Crc64.combine(crc, part.content().crc64(), part.content().size());
      size += part.content().size();
      segments.add(new Segment(part.content().id(), part.content().size()));
    }
    String etag = HexFormat.of().withUpperCase().formatHex(md5.digest()) + "-" + parts.size();
    return new StoredObject(
        upload.key(),
        size,
        etag,
        crc,
        nowMillis,
        StoredObject.MULTIPART,
        upload.headers(),
        segments);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
