package io.elasticinference.aliyun.internal.oss;

import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.ABORT_UPLOAD;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.BEGIN_UPLOAD;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.COMPLETE_UPLOAD;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.LIST_PARTS;
import static io.elasticinference.aliyun.internal.oss.OssCall.Operation.LIST_UPLOADS;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.CompleteMultipartUploadResult;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.MultipartUpload;
import com.aliyun.oss.model.MultipartUploadListing;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.PartListing;
import com.aliyun.oss.model.PartSummary;
import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The small requests about multipart uploads in one bucket, each tried again where that helps. */
final class MultipartServer {

  private static final int PAGE = 1000;

  private final OSS client;
  private final OssRetry retry;
  private final String bucket;

  MultipartServer(OSS client, OssRetry retry, String bucket) {
    this.client = client;
    this.retry = retry;
    this.bucket = bucket;
  }

  /** Begins an upload, and writes down each time that it asks for one. */
  String begin(String key, UploadJournal journal) {
    InitiateMultipartUploadRequest request = new InitiateMultipartUploadRequest(bucket, key);
    request.setLogEnabled(false);
    String id =
        retry.call(
            call(BEGIN_UPLOAD, key),
            () -> {
              journal.asking();
              try {
                return client.initiateMultipartUpload(request).getUploadId();
              } catch (OSSException e) {
                if (!OssRetry.passes(e)) {
                  journal.refused(); // so nothing was begun
                }
                throw e;
              }
            });
    journal.begun(id);
    return id;
  }

  /** The parts that the server has of an upload, by number; empty where there is no such upload. */
  Optional<Map<Integer, PartSummary>> parts(String key, String uploadId) {
    Map<Integer, PartSummary> parts = new HashMap<>();
    ListPartsRequest request = new ListPartsRequest(bucket, key, uploadId);
    request.setMaxParts(PAGE);
    request.setLogEnabled(false);
    try {
      PartListing page;
      do {
        page = retry.call(call(LIST_PARTS, key), () -> client.listParts(request));
        page.getParts().forEach(part -> parts.put(part.getPartNumber(), part));
        request.setPartNumberMarker(page.getNextPartNumberMarker());
      } while (page.isTruncated());
      return Optional.of(parts);
    } catch (OSSException e) {
      if (noSuchUpload(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Makes the object of its parts.
   *
   * @param parts all of them, in their order
   * @param whole the checksum that the object must have
   * @return what it is now; empty where the server holds something else. The upload has ended
   */
  Optional<Stored> complete(String key, String uploadId, List<Part> parts, long whole) {
    // A list that the client can sort. Without the parts' checksums, of which it would make the
    // whole one's too, in a way that takes longer than the request.
    List<PartETag> tags = new ArrayList<>();
    for (Part part : parts) {
      tags.add(new PartETag(part.number(), part.etag()));
    }
    CompleteMultipartUploadRequest request =
        new CompleteMultipartUploadRequest(bucket, key, uploadId, tags);
    request.setLogEnabled(false);
    OssCall call = call(COMPLETE_UPLOAD, key);
    return retry.attempts(
        call,
        resend -> {
          try {
            CompleteMultipartUploadResult made =
                retry.trail().follow(call, resend, () -> client.completeMultipartUpload(request));
            Long stored = made.getServerCRC();
            return stored != null && stored == whole
                ? Optional.of(new Stored(whole, made.getETag()))
                : Optional.empty();
          } catch (OSSException e) {
            // The first try may have done it, and only its answer was lost.
            if (noSuchUpload(e) && holds(key, whole)) {
              return Optional.of(new Stored(whole, null));
            }
            throw e;
          }
        });
  }

  private boolean holds(String key, long whole) {
    return new Bucket(client, retry, bucket).crc64(key).filter(crc -> crc == whole).isPresent();
  }

  /** Ends an upload and frees its parts; one that is gone already is all right. */
  void abort(String key, String uploadId) {
    try {
      retry.run(
          call(ABORT_UPLOAD, key),
          () -> {
            AbortMultipartUploadRequest request =
                new AbortMultipartUploadRequest(bucket, key, uploadId);
            request.setLogEnabled(false);
            client.abortMultipartUpload(request);
          });
    } catch (OSSException e) {
      if (!noSuchUpload(e)) {
        throw e;
      }
    }
  }

  /** The ids of the open uploads of one object that were begun after a moment. */
  List<String> open(String key, Instant since) {
    List<String> open = new ArrayList<>();
    ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(bucket);
    request.setPrefix(key);
    request.setMaxUploads(PAGE);
    request.setLogEnabled(false);
    MultipartUploadListing page;
    do {
      page = retry.call(call(LIST_UPLOADS, ""), () -> client.listMultipartUploads(request));
      for (MultipartUpload upload : page.getMultipartUploads()) {
        if (upload.getKey().equals(key) && upload.getInitiated().toInstant().isAfter(since)) {
          open.add(upload.getUploadId());
        }
      }
      request.setKeyMarker(page.getNextKeyMarker());
      request.setUploadIdMarker(page.getNextUploadIdMarker());
    } while (page.isTruncated());
    return open;
  }

  private OssCall call(OssCall.Operation operation, String key) {
    return new OssCall(operation, bucket, key);
  }

  private static boolean noSuchUpload(OSSException e) {
    return "NoSuchUpload".equals(e.getErrorCode());
  }
}
