package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Percent;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import java.nio.charset.CharacterCodingException;

/** The object that a copy is made of, from {@code x-oss-copy-source: /bucket/key}. */
record CopySource(String bucket, String key) {

  static final String HEADER = "x-oss-copy-source";

  static CopySource of(OssRequest request) {
    String header = request.header(HEADER).orElse("");
    int version = header.indexOf("?versionId=");
    String encoded = version < 0 ? header : header.substring(0, version);
    try {
      String path = Percent.decode(encoded.startsWith("/") ? encoded.substring(1) : encoded, false);
      int slash = path.indexOf('/');
      if (slash > 0 && slash < path.length() - 1) {
        CopySource source = new CopySource(path.substring(0, slash), path.substring(slash + 1));
        Target.checkKey(source.key());
        return source;
      }
    } catch (CharacterCodingException e) {
      throw refuse(header);
    }
    throw refuse(header);
  }

  private static RuntimeException refuse(String header) {
    return OssErrors.invalidArgument(
        HEADER,
        header,
        "Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.");
  }
}
