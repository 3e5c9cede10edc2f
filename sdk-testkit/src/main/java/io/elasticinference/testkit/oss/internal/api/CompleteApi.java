package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Percent;
import io.elasticinference.testkit.oss.internal.protocol.Xml;
import io.elasticinference.testkit.oss.internal.protocol.XmlRequest;
import io.elasticinference.testkit.oss.internal.store.Bucket;
import io.elasticinference.testkit.oss.internal.store.Part;
import io.elasticinference.testkit.oss.internal.store.Store;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.elasticinference.testkit.oss.internal.store.Upload;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * CompleteMultipartUpload.
 *
 * <p>Source: OSS API reference, "CompleteMultipartUpload": parts in ascending order, all but the
 * last of at least 100 KB.
 */
final class CompleteApi {

  private static final long LEAST_PART = 100 * 1024;

  private final Store store;
  private final Clock clock;

  CompleteApi(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  void complete(OssRequest request) throws IOException {
    Bucket bucket = store.bucket(request.bucket());
    byte[] body = RequestBody.bytes(request.exchange());
    Upload upload = bucket.uploads().get(request.key(), request.query().text("uploadId"));
    List<Part> parts = parts(request, upload, body);
    for (Part part : parts.subList(0, Math.max(0, parts.size() - 1))) {
      if (part.content().size() < LEAST_PART) {
        throw OssErrors.entityTooSmall(
            part.number(), part.etag(), part.content().size(), LEAST_PART);
      }
    }
    StoredObject object = CompleteObject.of(upload, parts, clock.millis());
    bucket.complete(upload, parts, object, ObjectApi.overwrite(request));
    answer(request, object);
  }

  private static List<Part> parts(OssRequest request, Upload upload, byte[] body) {
    boolean all = request.header("x-oss-complete-all").orElse("").equalsIgnoreCase("yes");
    if (all && body.length > 0) {
      throw OssErrors.completeAllWithBody();
    }
    List<Part> parts =
        all ? upload.parts() : chosen(upload, XmlRequest.parse(body, "CompleteMultipartUpload"));
    if (parts.isEmpty()) {
      throw OssErrors.malformedXml("no part is given.");
    }
    return parts;
  }

  private static List<Part> chosen(Upload upload, XmlRequest document) {
    Map<Integer, Part> there =
        upload.parts().stream().collect(Collectors.toMap(Part::number, Function.identity()));
    List<Part> parts = new ArrayList<>();
    int before = 0;
    for (XmlRequest element : document.all("Part")) {
      int number = number(element);
      if (number <= before) {
        throw OssErrors.invalidPartOrder(
            "The list of parts was not in ascending order. Parts list must specified in order by"
                + " part number.");
      }
      before = number;
      String etag = element.text("ETag").orElse("").replace("\"", "").trim();
      Part part = there.get(number);
      if (part == null || !part.etag().equalsIgnoreCase(etag)) {
        throw OssErrors.invalidPart(number, etag, upload.id());
      }
      parts.add(part);
    }
    return parts;
  }

  private static int number(XmlRequest part) {
    String text = part.text("PartNumber").orElse("").trim();
    if (!text.matches("[0-9]{1,9}")) {
      throw OssErrors.malformedXml("a part number is missing or no number.");
    }
    int number = Integer.parseInt(text);
    if (number < 1 || number > 10_000) {
      throw OssErrors.invalidPartOrder(
          "Part number must be an integer between 1 and 10000, inclusive.");
    }
    return number;
  }

  private static void answer(OssRequest request, StoredObject object) {
    KeyEncoding encoding = KeyEncoding.of(request);
    String etag = "\"" + object.etag() + "\"";
    request.exchange().getResponseHeaders().put(Headers.ETAG, etag);
    ObjectHeaders.checksum(request.exchange().getResponseHeaders(), object.crc64());
    Answers.xml(
        request.exchange(),
        encoding
            .declare(Xml.document("CompleteMultipartUploadResult"))
            .element(
                "Location",
                request.exchange().getRequestScheme()
                    + "://"
                    + request.host()
                    + Percent.encode("/" + request.bucket() + "/" + object.key(), true))
            .element("Bucket", request.bucket())
            .element("Key", encoding.encode(object.key()))
            .element("ETag", etag));
  }
}
