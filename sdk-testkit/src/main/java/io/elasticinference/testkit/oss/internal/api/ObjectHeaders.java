package io.elasticinference.testkit.oss.internal.api;

import io.elasticinference.testkit.oss.internal.protocol.HttpTime;
import io.elasticinference.testkit.oss.internal.protocol.OssErrors;
import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.store.Blob;
import io.elasticinference.testkit.oss.internal.store.StoredObject;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is kept of the headers of an upload, and what is answered with an object. */
final class ObjectHeaders {

  private static final Set<String> KEPT =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  /** Kept with an object, and asked for by operations of their own. */
  private static final Set<String> NOT_TOLD = Set.of(Tags.HEADER, AclApi.OBJECT_HEADER);

  private static final HttpString TAGGING_COUNT = new HttpString("x-oss-tagging-count");
  private static final List<String> STORAGE_CLASSES =
      List.of("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive");
  private static final String STORAGE_CLASS = "x-oss-storage-class";
  private static final int MOST_METADATA = 8 * 1024;

  private ObjectHeaders() {}

  /** Takes from an upload's request what is kept with the object. */
  static Map<String, String> kept(OssRequest request) {
    Map<String, String> kept = new TreeMap<>();
    int metadata = 0;
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      String name = header.getKey();
      if (name.startsWith("x-oss-meta-")) {
        metadata += name.length() + header.getValue().length();
        kept.put(name, header.getValue());
      } else if (KEPT.contains(name)) {
        kept.put(name, header.getValue());
      }
    }
    if (metadata > MOST_METADATA) {
      throw OssErrors.invalidArgument(
          "x-oss-meta-*", Integer.toString(metadata), "The user meta data is too large.");
    }
    kept.putIfAbsent("content-type", "application/octet-stream");
    request
        .header(Tags.HEADER)
        .ifPresent(tags -> kept.put(Tags.HEADER, Tags.ofHeader(tags).header()));
    String acl = AclApi.checkObject(request);
    if (!acl.isEmpty()) {
      kept.put(AclApi.OBJECT_HEADER, acl);
    }
    request.header(STORAGE_CLASS).ifPresent(wanted -> kept.put(STORAGE_CLASS, checked(wanted)));
    return kept;
  }

  private static String checked(String storageClass) {
    if (!STORAGE_CLASSES.contains(storageClass)) {
      throw OssErrors.invalidArgument(
          STORAGE_CLASS, storageClass, "The storage class you specified is invalid.");
    }
    return storageClass;
  }

  /** Sets what identifies a state of an object. */
  static void identify(HeaderMap answer, StoredObject object) {
    answer.put(Headers.ETAG, "\"" + object.etag() + "\"");
    answer.put(Headers.LAST_MODIFIED, HttpTime.format(object.modified()));
  }

  /** Sets all that is told of an object. */
  static void describe(HeaderMap answer, StoredObject object) {
    identify(answer, object);
    object
        .headers()
        .forEach(
            (name, value) -> {
              if (!NOT_TOLD.contains(name)) {
                answer.put(new HttpString(name), value);
              }
            });
    String tags = object.headers().getOrDefault(Tags.HEADER, "");
    if (!tags.isEmpty()) {
      answer.put(TAGGING_COUNT, Integer.toString(Tags.ofHeader(tags).byKey().size()));
    }
    if (object.type().equals(StoredObject.APPENDABLE)) {
      answer.put(AppendApi.NEXT_POSITION, Long.toString(object.size()));
    }
    answer.put(new HttpString(STORAGE_CLASS), object.storageClass());
    answer.put(new HttpString("x-oss-object-type"), object.type());
    answer.put(Headers.ACCEPT_RANGES, "bytes");
    checksum(answer, object.crc64());
    digest(answer, object.etag());
  }

  /** Sets the answer's headers that a signed request asks for by {@code response-*} parameters. */
  static void override(HeaderMap answer, OssRequest request) {
    for (String name : KEPT) {
      request
          .query()
          .get("response-" + name)
          .ifPresent(value -> answer.put(new HttpString(name), latin1(value)));
    }
  }

  /** Sets {@code x-oss-hash-crc64ecma}. */
  static void checksum(HeaderMap answer, long crc64) {
    answer.put(new HttpString("x-oss-hash-crc64ecma"), Long.toUnsignedString(crc64));
  }

  /** Sets {@code Content-MD5}, where a tag is one. */
  static void digest(HeaderMap answer, String etag) {
    if (Blob.isMd5(etag)) {
      answer.put(
          Headers.CONTENT_MD5, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(etag)));
    }
  }

  /** Undertow writes one byte for each character. */
  private static String latin1(String text) {
    String oneLine = text.replace("\r", "").replace("\n", "");
    return new String(oneLine.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
