package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Percent;
import io.elasticinference.testkit.oss.internal.protocol.Xml;

/** Whether keys in an answer are encoded, since XML cannot hold every character. */
enum KeyEncoding {
  NONE,
  URL;

  static KeyEncoding of(OssRequest request) {
    String wanted = request.query().text("encoding-type");
    if (wanted.isEmpty()) {
      return NONE;
    }
    if (wanted.equals("url")) {
      return URL;
    }
    throw OssErrors.invalidArgument("encoding-type", wanted, "Invalid Encoding Method specified");
  }

  String encode(String text) {
    return this == URL ? Percent.encode(text, false) : text;
  }

  /** Says in an answer which encoding it has. */
  Xml declare(Xml xml) {
    return this == URL ? xml.element("EncodingType", "url") : xml;
  }
}
