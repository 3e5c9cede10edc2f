package io.elasticinference.benchmarks.upload;

import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Looks after each upload whether all is there and whole, and takes it away. */
final class UploadedObjects implements AutoCloseable {

  private static final int PAGE = 1000;

  private final OSS client;

  UploadedObjects(String endpoint) {
    this.client =
        new OSSClientBuilder().build(endpoint, OssServerProcess.ID, OssServerProcess.SECRET);
  }

  /** Compares the server's checksums with those of the files. */
  void check(Map<String, Long> checksums) {
    checksums.forEach(
        (name, crc64) -> {
          Object stored =
              client
                  .headObject(OssServerProcess.BUCKET, Contender.PREFIX + "1/" + name)
                  .getRawMetadata()
                  .get("x-oss-hash-crc64ecma");
          if (new BigInteger(String.valueOf(stored)).longValue() != crc64) {
            throw new IllegalStateException(name + ": OSS holds other bytes than were sent");
          }
        });
    if (!client
        .listMultipartUploads(new ListMultipartUploadsRequest(OssServerProcess.BUCKET))
        .getMultipartUploads()
        .isEmpty()) {
      throw new IllegalStateException("A multipart upload was left open");
    }
  }

  void deleteAll() {
    while (true) {
      ListObjectsV2Result page =
          client.listObjectsV2(new ListObjectsV2Request(OssServerProcess.BUCKET).withMaxKeys(PAGE));
      List<String> keys = page.getObjectSummaries().stream().map(OSSObjectSummary::getKey).toList();
      if (keys.isEmpty()) {
        return;
      }
      client.deleteObjects(new DeleteObjectsRequest(OssServerProcess.BUCKET).withKeys(keys));
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
