package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.Percent;
import io.elasticinference.testkit.oss.internal.protocol.Query;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.protocol.XmlRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tags of an object, which are kept in the form of the header that may set them.
 *
 * <p>Source: OSS API reference, "PutObjectTagging": at most 10, keys of 1 to 128 and values of up
 * to 256 characters.
 */
record Tags(Map<String, String> byKey) {

  static final String HEADER = "x-oss-tagging";

  private static final int MOST = 10;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  /** Reads {@code key=value&key=value}, each part of it encoded. */
  static Tags ofHeader(String header) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Query.Parameter tag : Query.parse(header).parameters()) {
      put(tags, tag.name(), tag.value());
    }
    return checked(tags);
  }

  static Tags ofDocument(byte[] body) {
    XmlRequest document = XmlRequest.parse(body, "Tagging");
    List<XmlRequest> sets = document.all("TagSet");
    if (sets.isEmpty()) {
      throw OssErrors.malformedXml("there is no TagSet.");
    }
    Map<String, String> tags = new LinkedHashMap<>();
    for (XmlRequest tag : sets.get(0).all("Tag")) {
      put(tags, tag.text("Key").orElse(""), tag.text("Value").orElse(""));
    }
    return checked(tags);
  }

  private static void put(Map<String, String> tags, String key, String value) {
    if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
      throw OssErrors.invalidTag(key, value);
    }
    if (tags.put(key, value) != null) {
      throw OssErrors.invalidTag(key, value);
    }
  }

  private static Tags checked(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw OssErrors.invalidTag("count", Integer.toString(tags.size()));
    }
    return new Tags(tags);
  }

  String header() {
    return byKey.entrySet().stream()
        .map(
            tag ->
                Percent.encode(tag.getKey(), false) + "=" + Percent.encode(tag.getValue(), false))
        .collect(Collectors.joining("&"));
  }

  Xml document() {
    Xml xml = Xml.document("Tagging").open("TagSet");
    byKey.forEach(
        (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    return xml.close();
  }
}
