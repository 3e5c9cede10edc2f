package io.elasticinference.aliyun.internal.oss;

import com.aliyun.oss.ClientConfiguration;
import com.aliyun.oss.common.auth.CredentialsProvider;
import com.aliyun.oss.common.comm.DefaultServiceClient;
import com.aliyun.oss.common.comm.io.BoundedInputStream;
import com.aliyun.oss.internal.OSSMultipartOperation;
import com.aliyun.oss.internal.OSSObjectOperation;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import com.aliyun.oss.model.UploadPartRequest;
import com.aliyun.oss.model.UploadPartResult;
import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpRequest;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.entity.AbstractHttpEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;

/**
 * The two requests that carry a model's bytes, made and signed by the OSS client's own operations,
 * but on a connection that takes the bytes in large bites: the client's own body reads and sums 2
 * KiB at a time, which costs more than everything else.
 */
final class PieceClient {

  private final DefaultServiceClient service;
  private final OSSObjectOperation objects;
  private final OSSMultipartOperation multipart;

  PieceClient(ClientConfiguration configuration, CredentialsProvider keys, OssEndpoint endpoint) {
    service = new LargeBodies(configuration);
    objects = new OSSObjectOperation(service, keys);
    multipart = new OSSMultipartOperation(service, keys);
    objects.setEndpoint(endpoint.url());
    objects.setRegion(endpoint.region());
    multipart.setEndpoint(endpoint.url());
    multipart.setRegion(endpoint.region());
  }

  /** Sends a whole object; the server agrees with its checksum. */
  Stored put(String bucket, String key, FileSlice content, long length) {
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentLength(length);
    PutObjectRequest request = new PutObjectRequest(bucket, key, content, metadata);
    request.setLogEnabled(false);
    PutObjectResult result = objects.putObject(request);
    return new Stored(
        Checksums.same(content.crc64(), result.getServerCRC(), result.getRequestId()),
        result.getETag());
  }

  /** Sends a part; the server agrees with its checksum. */
  Part part(
      String bucket, String key, String uploadId, int number, FileSlice content, long length) {
    UploadPartRequest request =
        new UploadPartRequest(bucket, key, uploadId, number, content, length);
    request.setLogEnabled(false);
    UploadPartResult result = multipart.uploadPart(request);
    long crc = Checksums.same(content.crc64(), result.getServerCRC(), result.getRequestId());
    return new Part(number, result.getETag(), Long.toUnsignedString(crc), length);
  }

  /** Closes all connections, also those that are in use. */
  void shutdown() {
    service.shutdown();
  }

  /** The OSS client's HTTP client, with other bodies. */
  private static final class LargeBodies extends DefaultServiceClient {

    LargeBodies(ClientConfiguration configuration) {
      super(configuration);
    }

    @Override
    protected CloseableHttpClient createHttpClient(HttpClientConnectionManager connections) {
      return HttpClients.custom()
          .setConnectionManager(connections)
          .setUserAgent(config.getUserAgent())
          .disableContentCompression()
          .disableAutomaticRetries()
          .disableCookieManagement() // OSS sets none, and looking for them costs each request
          .disableAuthCaching()
          .addInterceptorLast(LargeBodies::enlarge)
          .build();
    }

    private static void enlarge(HttpRequest request, HttpContext context) {
      if (request instanceof HttpEntityEnclosingRequest carrying && carrying.getEntity() != null) {
        carrying.setEntity(new PieceEntity(carrying.getEntity()));
      }
    }
  }

  /** A body that writes its piece itself. */
  private static final class PieceEntity extends AbstractHttpEntity {

    private final HttpEntity original;

    PieceEntity(HttpEntity original) {
      this.original = original;
      setContentType(original.getContentType());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      piece(original.getContent()).writeTo(out);
    }

    private static FileSlice piece(InputStream content) {
      return content instanceof FileSlice slice
          ? slice
          : (FileSlice) ((BoundedInputStream) content).getWrappedInputStream();
    }

    @Override
    public long getContentLength() {
      return original.getContentLength();
    }

    @Override
    public InputStream getContent() throws IOException {
      return original.getContent();
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public boolean isStreaming() {
      return true;
    }
  }
}
