package io.elasticinference.aliyun.internal.oss;

import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.DELETE_OBJECTS;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.GET_OBJECT;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.HEAD_OBJECT;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.LIST_OBJECTS;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.PUT_OBJECT;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.HeadObjectRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The small requests to one bucket, each tried again where its failure passes. */
final class Bucket {

  private static final int PAGE = 1000;
  private static final int LARGEST_TEXT = 64 * 1024 * 1024;

  private final OSS client;
  private final OssRetry retry;
  private final String name;

  Bucket(OSS client, OssRetry retry, String name) {
    this.client = client;
    this.retry = retry;
    this.name = name;
  }

  /** The folders directly below a prefix, by their names. */
  List<String> folders(String prefix) {
    List<String> folders = new ArrayList<>();
    eachPage(
        prefix,
        "/",
        page ->
            page.getCommonPrefixes()
                .forEach(
                    folder -> {
                      String path = decoded(folder, page);
                      folders.add(path.substring(prefix.length(), path.length() - 1));
                    }));
    return folders;
  }

  /** All objects below a prefix, in the order of their keys. */
  void eachObject(String prefix, Consumer<RemoteObject> consumer) {
    eachPage(
        prefix,
        null,
        page -> {
          for (OSSObjectSummary object : page.getObjectSummaries()) {
            consumer.accept(
                new RemoteObject(
                    decoded(object.getKey(), page),
                    object.getSize(),
                    object.getLastModified().toInstant(),
                    object.getETag()));
          }
        });
  }

  /** All objects below a prefix, by their names after it. */
  Map<String, RemoteObject> objects(String prefix) {
    Map<String, RemoteObject> objects = new TreeMap<>();
    eachObject(prefix, object -> objects.put(object.key().substring(prefix.length()), object));
    return objects;
  }

  /** One object; empty where it is not there. */
  Optional<RemoteObject> object(String key) {
    return head(key)
        .map(
            found ->
                new RemoteObject(
                    key,
                    found.getContentLength(),
                    found.getLastModified().toInstant(),
                    found.getETag()));
  }

  private void eachPage(
      String prefix, @Nullable String delimiter, Consumer<ListObjectsV2Result> consumer) {
    String token = null;
    do {
      ListObjectsV2Request request =
          new ListObjectsV2Request(name)
              .withPrefix(prefix)
              .withDelimiter(delimiter)
              .withMaxKeys(PAGE)
              .withEncodingType("url")
              .withContinuationToken(token);
      request.setLogEnabled(false);
      ListObjectsV2Result page =
          retry.call(call(LIST_OBJECTS, ""), () -> client.listObjectsV2(request));
      consumer.accept(page);
      token = page.isTruncated() ? page.getNextContinuationToken() : null;
    } while (token != null);
  }

  /** Names come encoded, so that any character gets through XML; the client leaves them so. */
  private static String decoded(String key, ListObjectsV2Result page) {
    return "url".equals(page.getEncodingType())
        ? URLDecoder.decode(key, StandardCharsets.UTF_8)
        : key;
  }

  /** The CRC64 of an object as the server tells it; empty where there is none. */
  Optional<Long> crc64(String key) {
    return head(key).map(ObjectMetadata::getServerCRC);
  }

  private Optional<ObjectMetadata> head(String key) {
    HeadObjectRequest request = new HeadObjectRequest(name, key);
    request.setLogEnabled(false);
    try {
      return Optional.of(retry.call(call(HEAD_OBJECT, key), () -> client.headObject(request)));
    } catch (OSSException e) {
      if (gone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads a small object as text; empty where it is not there. */
  Optional<String> text(String key) {
    GetObjectRequest request = new GetObjectRequest(name, key);
    request.setLogEnabled(false);
    try {
      return Optional.of(retry.call(call(GET_OBJECT, key), () -> read(client.getObject(request))));
    } catch (OSSException e) {
      if (gone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String read(OSSObject object) {
    try (object;
        InputStream content = object.getObjectContent()) {
      return new String(content.readNBytes(LARGEST_TEXT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a small object. */
  void put(String key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    retry.run(
        call(PUT_OBJECT, key),
        () -> {
          PutObjectRequest request =
              new PutObjectRequest(name, key, new ByteArrayInputStream(bytes));
          request.setLogEnabled(false);
          client.putObject(request);
        });
  }

  /** Deletes objects, as many a request as the server takes. What is not there is no error. */
  void delete(List<String> keys) {
    for (int from = 0; from < keys.size(); from += PAGE) {
      DeleteObjectsRequest request =
          new DeleteObjectsRequest(name)
              .withKeys(keys.subList(from, Math.min(keys.size(), from + PAGE)))
              .withEncodingType("url")
              .withQuiet(true);
      request.setLogEnabled(false);
      retry.run(call(DELETE_OBJECTS, ""), () -> client.deleteObjects(request));
    }
  }

  private OssCall call(OssCall.Operation operation, String key) {
    return new OssCall(operation, name, key);
  }

  private static boolean gone(OSSException e) {
    return "NoSuchKey".equals(e.getErrorCode());
  }
}
