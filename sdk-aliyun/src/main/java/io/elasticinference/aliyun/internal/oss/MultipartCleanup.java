package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.MultipartUpload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves no multipart upload behind that nobody will end: its parts cost money and are not seen.
 */
final class MultipartCleanup {

  private static final Logger LOG = LoggerFactory.getLogger(MultipartCleanup.class);

  /** How far the server's clock may be behind this machine's. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final OSS client;
  private final OssRetry retry;
  private final String bucket;
  private final Instant since;

  /**
   * Makes one.
   *
   * @param client one that still works, whatever became of the one that sent
   * @param since when this program began to upload
   */
  MultipartCleanup(OSS client, OssRetry retry, String bucket, Instant since) {
    this.client = client;
    this.retry = retry;
    this.bucket = bucket;
    this.since = since;
  }

  /**
   * Aborts what these files have left open.
   *
   * @return the uploads that could not be aborted, for the message; each as key and upload id
   */
  List<String> abort(List<MultipartFile> files) {
    List<String> left = new ArrayList<>();
    for (MultipartFile file : files) {
      String id = file.openUploadId();
      if (id != null) {
        abort(file.key(), id, left);
      }
      if (file.mayHaveLostAnUpload()) {
        abortLost(file.key(), left);
      }
    }
    return left;
  }

  private void abortLost(String key, List<String> left) {
    ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(bucket);
    request.setPrefix(key);
    request.setLogEnabled(false);
    try {
      for (MultipartUpload upload :
          retry.call(() -> client.listMultipartUploads(request)).getMultipartUploads()) {
        boolean ours = upload.getInitiated().toInstant().isAfter(since.minus(CLOCKS));
        if (upload.getKey().equals(key) && ours) {
          abort(key, upload.getUploadId(), left);
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("Cannot list the multipart uploads of {}/{}: {}", bucket, key, e.toString());
      left.add(key + " (upload id unknown)");
    }
  }

  private void abort(String key, String id, List<String> left) {
    try {
      retry.run(
          () -> {
            AbortMultipartUploadRequest request = new AbortMultipartUploadRequest(bucket, key, id);
            request.setLogEnabled(false);
            client.abortMultipartUpload(request);
          });
    } catch (OSSException e) {
      if (!"NoSuchUpload".equals(e.getErrorCode())) {
        leave(key, id, left, e);
      }
    } catch (RuntimeException e) {
      leave(key, id, left, e);
    }
  }

  private void leave(String key, String id, List<String> left, RuntimeException e) {
    LOG.warn("Cannot abort multipart upload {} of {}/{}: {}", id, bucket, key, e.toString());
    left.add(key + " (upload id " + id + ")");
  }
}
