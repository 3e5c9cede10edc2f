package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.BlobWriter;
import io.elasticinference.testkit.oss.internal.store.Blobs;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Takes the content of an object or a part in, and checks what the request says of it. */
final class Reception {

  /** OSS API reference, "PutObject" and "UploadPart": at most 5 GB. */
  private static final long MOST = 5L << 30;

  private Reception() {}

  /** Receives a body into a blob, of which the caller then owns a use. */
  static Blob receive(OssRequest request, Blobs blobs) throws IOException {
    long length = request.exchange().getRequestContentLength();
    if (length < 0 && request.header("Transfer-Encoding").isEmpty()) {
      throw OssErrors.missingContentLength();
    }
    checkSize(length);
    Optional<String> md5 = request.header("Content-MD5");
    Optional<String> expected = md5.map(Reception::hex);
    try (BlobWriter writer = blobs.create(md5.isPresent())) {
      RequestBody.receive(request.exchange(), writer);
      checkSize(writer.size());
      if (expected.isPresent() && !writer.etag().equals(expected.get())) {
        throw OssErrors.invalidDigest(md5.orElse(""));
      }
      return writer.finish();
    }
  }

  /** Checks a digest of a body that is in memory already. */
  static void checkDigest(OssRequest request, String md5) {
    Optional<String> sent = request.header("Content-MD5");
    if (sent.isPresent() && !hex(sent.get()).equals(md5)) {
      throw OssErrors.invalidDigest(sent.get());
    }
  }

  private static void checkSize(long size) {
    if (size > MOST) {
      throw OssErrors.entityTooLarge(
          "Your proposed upload exceeds the maximum allowed size.", size, MOST);
    }
  }

  private static String hex(String base64) {
    try {
      byte[] digest = Base64.getDecoder().decode(base64);
      if (digest.length == 16) {
        return HexFormat.of().withUpperCase().formatHex(digest);
      }
    } catch (IllegalArgumentException e) {
      throw OssErrors.invalidDigest(base64);
    }
    throw OssErrors.invalidDigest(base64);
  }
}
