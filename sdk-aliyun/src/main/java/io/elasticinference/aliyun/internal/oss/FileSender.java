package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.UploadPartResult;
import java.io.IOException;
import java.io.InputStream;

/** Sends files and parts of files as single requests. */
final class FileSender {

  private final OSS client;
  private final OssRetry retry;
  private final String bucket;

  FileSender(OSS client, OssRetry retry, String bucket) {
    this.client = client;
    this.retry = retry;
    this.bucket = bucket;
  }

  /** The requests about the uploads whose parts this one sends. */
  MultipartServer multipart() {
    return new MultipartServer(client, retry, bucket);
  }

  /** Sends a whole file; gives its checksum, which the server agrees with. */
  long put(LocalFile file, String key, ProgressMeter.Piece meter) {
    long crc = retry.call(() -> putOnce(file, key, meter));
    file.checkUnchanged();
    return crc;
  }

  private long putOnce(LocalFile file, String key, ProgressMeter.Piece meter) {
    try (InputStream content = open(file, 0, file.size(), meter)) {
      ObjectMetadata metadata = new ObjectMetadata();
      metadata.setContentLength(file.size());
      PutObjectRequest request = new PutObjectRequest(bucket, key, content, metadata);
      request.setLogEnabled(false);
      PutObjectResult result = client.putObject(request);
      return Checksums.same(result.getClientCRC(), result.getServerCRC(), result.getRequestId());
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Sends a part, from 1; the server agrees with its checksum. */
  PartETag part(
      LocalFile file, UploadTarget target, String uploadId, int number, ProgressMeter.Piece meter) {
    return retry.call(() -> partOnce(file, target, uploadId, number, meter));
  }

  private PartETag partOnce(
      LocalFile file, UploadTarget target, String uploadId, int number, ProgressMeter.Piece meter) {
    long length = target.length(number);
    try (InputStream content = open(file, (number - 1) * target.partBytes(), length, meter)) {
      UploadPartRequest request =
          new UploadPartRequest(bucket, target.key(), uploadId, number, content, length);
      request.setLogEnabled(false);
      UploadPartResult result = client.uploadPart(request);
      Checksums.same(result.getClientCRC(), result.getServerCRC(), result.getRequestId());
      return result.getPartETag();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Opens a piece of a file, and fails where it is not the same any more. */
  static InputStream open(LocalFile file, long offset, long length, ProgressMeter.Piece meter)
      throws IOException {
    file.checkUnchanged();
    return new FileSlice(file.path(), offset, length, meter::at);
  }
}
