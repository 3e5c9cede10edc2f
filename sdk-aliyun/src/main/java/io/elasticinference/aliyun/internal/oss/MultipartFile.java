package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.utils.CRC64;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadResult;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.UploadPartResult;
import io.elasticinference.ModelUploadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One large file on its way in parts, which many threads send. Whoever sends the first part begins
 * the upload, whoever sends the last one ends it.
 */
final class MultipartFile {

  private final LocalFile file;
  private final String key;
  private final FileSender sender;
  private final long partBytes;
  private final @Nullable PartETag[] arrived;
  private int missing;
  private @Nullable String uploadId;
  private int initiations;
  private boolean completed;

  MultipartFile(LocalFile file, String key, FileSender sender, long partBytes) {
    this.file = file;
    this.key = key;
    this.sender = sender;
    this.partBytes = partBytes;
    this.missing = Math.toIntExact((file.size() + partBytes - 1) / partBytes);
    this.arrived = new PartETag[missing];
  }

  int parts() {
    return arrived.length;
  }

  LocalFile file() {
    return file;
  }

  String key() {
    return key;
  }

  long length(int part) {
    return Math.min(partBytes, file.size() - part * partBytes);
  }

  /**
   * Sends one part.
   *
   * @param part from 0
   * @return the checksum of the whole file where this was the last part of all to arrive
   */
  OptionalLong send(int part) {
    String id = begin();
    long length = length(part);
    PartETag tag = sender.retry().call(() -> sendOnce(id, part, length));
    return arrived(part, tag) ? OptionalLong.of(complete(id)) : OptionalLong.empty();
  }

  private PartETag sendOnce(String id, int part, long length) {
    try (InputStream content = FileSender.open(file, part * partBytes, length)) {
      UploadPartRequest request =
          new UploadPartRequest(sender.bucket(), key, id, part + 1, content, length);
      request.setLogEnabled(false);
      UploadPartResult result = sender.client().uploadPart(request);
      Checksums.same(result.getClientCRC(), result.getServerCRC(), result.getRequestId());
      return result.getPartETag();
    } catch (IOException e) {
      throw FileSender.unreadable(file, e);
    }
  }

  private synchronized boolean arrived(int part, PartETag tag) {
    arrived[part] = tag;
    missing--;
    return missing == 0;
  }

  private synchronized String begin() {
    String id = uploadId;
    if (id == null) {
      id = sender.retry().call(this::initiateOnce);
      uploadId = id;
    }
    return id;
  }

  private String initiateOnce() {
    initiations++;
    InitiateMultipartUploadRequest request =
        new InitiateMultipartUploadRequest(sender.bucket(), key);
    request.setLogEnabled(false);
    try {
      return sender.client().initiateMultipartUpload(request).getUploadId();
    } catch (OSSException e) {
      if (!OssRetry.passes(e)) {
        initiations--; // refused, so nothing was begun
      }
      throw e;
    }
  }

  private long complete(String id) {
    List<PartETag> tags = tags();
    long crc = 0;
    for (PartETag tag : tags) {
      crc = CRC64.combine(crc, tag.getPartCRC(), tag.getPartSize());
    }
    long whole = crc;
    sender.retry().run(() -> completeOnce(id, tags, whole));
    synchronized (this) {
      completed = true;
    }
    return whole;
  }

  private synchronized List<PartETag> tags() {
    List<PartETag> tags = new ArrayList<>(arrived.length);
    for (PartETag tag : arrived) {
      if (tag == null) {
        throw new IllegalStateException("a part is missing");
      }
      tags.add(tag);
    }
    return tags;
  }

  private void completeOnce(String id, List<PartETag> tags, long whole) {
    CompleteMultipartUploadRequest request =
        new CompleteMultipartUploadRequest(sender.bucket(), key, id, tags);
    request.setLogEnabled(false);
    try {
      CompleteMultipartUploadResult result = sender.client().completeMultipartUpload(request);
      Checksums.same(whole, result.getServerCRC(), result.getRequestId());
    } catch (InconsistentException e) {
      throw new ModelUploadException(
          "Model file " + file.path() + ": OSS holds other bytes at " + key + " than were sent.",
          "Upload again, which sends this file anew.",
          true,
          e);
    } catch (OSSException e) {
      // The first try may have done it, and only its answer was lost.
      if (!"NoSuchUpload".equals(e.getErrorCode()) || !isThere(whole)) {
        throw e;
      }
    }
  }

  private boolean isThere(long whole) {
    return new Bucket(sender.client(), sender.retry(), sender.bucket())
        .crc64(key)
        .filter(crc -> crc == whole)
        .isPresent();
  }

  /** The upload that was begun and not ended; null where there is none. */
  synchronized @Nullable String openUploadId() {
    return completed ? null : uploadId;
  }

  /** Whether an upload may have been begun whose id never reached this program. */
  synchronized boolean mayHaveLostAnUpload() {
    return initiations > (uploadId == null ? 0 : 1);
  }
}
