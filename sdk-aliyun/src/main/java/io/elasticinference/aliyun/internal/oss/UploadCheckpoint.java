package io.elasticinference.aliyun.internal.oss;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far the upload of one large file is, as it is kept between two runs.
 *
 * @param target which file goes where
 * @param begun when a multipart upload was asked for, before it was
 * @param requests how often one was asked for; where an answer was lost there may be several
 * @param id the multipart upload's id; null while the server has not answered
 * @param parts the parts that arrived, in no order
 */
record UploadCheckpoint(
    UploadTarget target, Instant begun, int requests, @Nullable String id, List<Part> parts) {

  private static final int FORMAT = 1;
  private static final Gson GSON = new Gson();
  private static final Pattern UPLOAD_ID = Pattern.compile("\"uploadId\":\"([^\"]+)\"");

  /**
   * A part that the server has.
   *
   * @param number from 1, as OSS counts
   * @param etag what names its content to the server
   * @param crc64 its CRC-64/ECMA-182 as an unsigned decimal number
   * @param size its bytes
   */
  record Part(int number, String etag, String crc64, long size) {

    long crc() {
      return Long.parseUnsignedLong(crc64);
    }

    private boolean valid() {
      return number >= 1 && size > 0 && etag != null && !etag.isEmpty() && isCrc(crc64);
    }

    private static boolean isCrc(@Nullable String text) {
      try {
        Long.parseUnsignedLong(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  UploadCheckpoint {
    parts = List.copyOf(parts);
  }

  Optional<String> uploadId() {
    return Optional.ofNullable(id);
  }

  String toJson() {
    Text text = new Text();
    text.format = FORMAT;
    text.target = target;
    text.begun = begun.toString();
    text.requests = requests;
    text.uploadId = id;
    text.parts = parts;
    return GSON.toJson(text);
  }

  /** Reads one back; empty where it is not one of ours, or was cut off. */
  static Optional<UploadCheckpoint> parse(String json) {
    try {
      Text text = GSON.fromJson(json, Text.class);
      if (text == null || !text.valid()) {
        return Optional.empty();
      }
      return Optional.of(text.checkpoint());
    } catch (JsonParseException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes from a damaged checkpoint what is needed to end its upload.
   *
   * @return one that nothing can go on with; empty where the id is not legible
   */
  static Optional<UploadCheckpoint> salvage(String damaged, UploadTarget way) {
    Matcher id = UPLOAD_ID.matcher(damaged);
    UploadTarget nothing =
        new UploadTarget(way.endpoint(), way.bucket(), way.key(), way.file(), 0, "", 0);
    return id.find()
        ? Optional.of(new UploadCheckpoint(nothing, Instant.now(), 1, id.group(1), List.of()))
        : Optional.empty();
  }

  /** What Gson fills, where anything may be missing. */
  @SuppressWarnings("NullAway.Init") // valid() looks at each before it is used
  private static final class Text {
    int format;
    UploadTarget target;
    String begun;
    int requests;
    @Nullable String uploadId;
    List<Part> parts;

    boolean valid() {
      return format == FORMAT
          && target != null
          && target.valid()
          && begun != null
          && (uploadId == null || !uploadId.isEmpty())
          && parts != null
          && parts.stream().allMatch(part -> part != null && part.valid());
    }

    UploadCheckpoint checkpoint() {
      return new UploadCheckpoint(target, Instant.parse(begun), requests, uploadId, parts);
    }
  }
}
