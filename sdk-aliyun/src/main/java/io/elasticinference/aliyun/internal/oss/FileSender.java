package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.io.InputStream;

/** Sends files and parts of files as single requests. */
final class FileSender {

  private final OSS client;
  private final OssRetry retry;
  private final OssLocation location;

  FileSender(OSS client, OssRetry retry, OssLocation location) {
    this.client = client;
    this.retry = retry;
    this.location = location;
  }

  OSS client() {
    return client;
  }

  OssRetry retry() {
    return retry;
  }

  String bucket() {
    return location.bucket();
  }

  /** Sends a whole file; gives its checksum, which the server agrees with. */
  long put(LocalFile file, String key) {
    return retry.call(
        () -> {
          try (InputStream content = open(file, 0, file.size())) {
            ObjectMetadata metadata = new ObjectMetadata();
            metadata.setContentLength(file.size());
            PutObjectRequest request =
                new PutObjectRequest(location.bucket(), key, content, metadata);
            request.setLogEnabled(false);
            PutObjectResult result = client.putObject(request);
            return Checksums.same(
                result.getClientCRC(), result.getServerCRC(), result.getRequestId());
          } catch (IOException e) {
            throw unreadable(file, e);
          }
        });
  }

  /** Opens a piece of a file, and fails where it is not there any more. */
  static InputStream open(LocalFile file, long offset, long length) {
    try {
      FileSlice slice = new FileSlice(file.path(), offset, length);
      long size = slice.fileSize();
      if (size == file.size()) {
        return slice;
      }
      slice.close();
      throw new ModelUploadException(
          "Model file "
              + file.path()
              + ": "
              + size
              + " bytes (expected: "
              + file.size()
              + ", as when the upload began).",
          "Upload again when nothing writes to the folder.",
          false,
          null);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static ModelUploadException unreadable(LocalFile file, IOException e) {
    return new ModelUploadException(
        "Model file " + file.path() + ": " + e + " (expected: a file that can be read).",
        "Check its permissions, and that it is not removed during the upload.",
        false,
        e);
  }
}
