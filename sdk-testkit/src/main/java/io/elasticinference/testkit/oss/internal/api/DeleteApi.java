package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Target;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.protocol.XmlRequest;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Store;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** DeleteMultipleObjects. */
final class DeleteApi {

  private static final int MOST = 1000;

  private final Store store;

  DeleteApi(Store store) {
    this.store = store;
  }

  void delete(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    byte[] body = RequestBody.bytes(request.exchange());
    Reception.checkDigest(request, md5(body));
    XmlRequest document = XmlRequest.parse(body, "Delete");
    List<String> keys =
        document.all("Object").stream().map(object -> object.text("Key").orElse("")).toList();
    if (keys.isEmpty() || keys.size() > MOST) {
      throw OssErrors.malformedXml(keys.size() + " objects are given.");
    }
    keys.forEach(Target::checkKey);
    for (String key : keys) {
      bucket.delete(key);
    }
    boolean quiet = document.text("Quiet").orElse("false").trim().equalsIgnoreCase("true");
    if (quiet) {
      Answers.empty(request.exchange(), 200);
      return;
    }
    KeyEncoding encoding = KeyEncoding.of(request);
    Xml xml = encoding.declare(Xml.document("DeleteResult"));
    keys.forEach(key -> xml.open("Deleted").element("Key", encoding.encode(key)).close());
    Answers.xml(request.exchange(), xml);
  }

  private static String md5(byte[] body) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }
}
