package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;
import java.io.IOException;

/** Sends files and parts of files as single requests. */
final class FileSender {

  private final OSS client;
  private final PieceClient pieces;
  private final OssRetry retry;
  private final String bucket;

  FileSender(OSS client, PieceClient pieces, OssRetry retry, String bucket) {
    this.client = client;
    this.pieces = pieces;
    this.retry = retry;
    this.bucket = bucket;
  }

  /** The requests about the uploads whose parts this one sends. */
  MultipartServer multipart() {
    return new MultipartServer(client, retry, bucket);
  }

  /** Sends a whole file; the server agrees with its checksum. */
  Stored put(LocalFile file, String key, ProgressMeter.Piece meter) {
    Stored stored =
        retry.call(
            new OssCall(OssCall.Operation.PUT_OBJECT, bucket, key),
            () -> {
              try (FileSlice content = open(file, 0, file.size(), meter)) {
                return pieces.put(bucket, key, content, file.size());
              } catch (IOException e) {
                throw file.unreadable(e);
              }
            });
    file.checkUnchanged();
    return stored;
  }

  /** Sends a part, from 1; the server agrees with its checksum. */
  Part part(
      LocalFile file, UploadTarget target, String uploadId, int number, ProgressMeter.Piece meter) {
    long begin = (number - 1) * target.partBytes();
    long length = target.length(number);
    return retry.call(
        new OssCall(OssCall.Operation.UPLOAD_PART, bucket, target.key()),
        () -> {
          try (FileSlice content = open(file, begin, length, meter)) {
            return pieces.part(bucket, target.key(), uploadId, number, content, length);
          } catch (IOException e) {
            throw file.unreadable(e);
          }
        });
  }

  /** Opens a piece of a file, and fails where it is not the same any more. */
  private static FileSlice open(LocalFile file, long offset, long length, ProgressMeter.Piece meter)
      throws IOException {
    file.checkUnchanged();
    return new FileSlice(file.path(), offset, length, meter::at);
  }
}
