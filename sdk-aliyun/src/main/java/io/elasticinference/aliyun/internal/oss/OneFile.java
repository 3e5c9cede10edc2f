package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import io.elasticinference.ModelUploadException;
import io.elasticinference.spi.Secret;
import io.elasticinference.store.PresignedUrl;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file of a version, to be read here or by somebody else. */
final class OneFile {

  private static final int BUFFER = 128 * 1024;
  private static final Duration ALMOST_A_SECOND = Duration.ofMillis(999);
  private static final Pattern SIGNED = Pattern.compile("[?&]x-oss-date=([0-9TZ]+)");
  private static final Pattern SECONDS = Pattern.compile("[?&]x-oss-expires=([0-9]+)");
  private static final DateTimeFormatter SIGNED_AT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT);

  private final OSS client;
  private final OssRetry retry;
  private final OssLocation location;
  private final String key;

  OneFile(OSS client, OssRetry retry, OssLocation location, long version, String file) {
    this.client = client;
    this.retry = retry;
    this.location = location;
    this.key = location.key(version + "/" + file);
  }

  private String what() {
    return "oss://" + location.bucket() + "/" + key;
  }

  private RemoteObject object() {
    return new Bucket(client, retry, location.bucket())
        .object(key)
        .orElseThrow(
            () ->
                new ModelUploadException(
                    what() + ": not there (expected: a file of the version).",
                    "Look at the version's files for its name.",
                    false,
                    null));
  }

  InputStream open() {
    RemoteObject object = object();
    long crc64 =
        new Bucket(client, retry, location.bucket())
            .crc64(key)
            .orElseThrow(() -> new InconsistentException(0L, null, "none"));
    ObjectStream bytes =
        new ObjectStream(client, retry, location.bucket(), object, 0, object.size());
    return new BufferedInputStream(new CheckedStream(bytes, crc64, what()), BUFFER);
  }

  /** The signature has whole seconds; what the client cuts off is made up for. */
  PresignedUrl presign(Duration validFor) {
    object();
    GeneratePresignedUrlRequest request =
        new GeneratePresignedUrlRequest(location.bucket(), key, HttpMethod.GET);
    request.setExpiration(Date.from(Instant.now().plus(validFor).plus(ALMOST_A_SECOND)));
    String url = client.generatePresignedUrl(request).toString();
    return new PresignedUrl(what(), Secret.of(url), expires(url));
  }

  private static Instant expires(String url) {
    Matcher signed = SIGNED.matcher(url);
    Matcher seconds = SECONDS.matcher(url);
    if (!signed.find() || !seconds.find()) {
      throw new IllegalStateException("the OSS client signed a URL without its time");
    }
    return SIGNED_AT
        .parse(signed.group(1), Instant::from)
        .plusSeconds(Long.parseLong(seconds.group(1)));
  }
}
