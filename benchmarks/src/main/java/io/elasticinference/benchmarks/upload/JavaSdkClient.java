package io.elasticinference.benchmarks.upload;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.UploadFileRequest;
import io.elasticinference.spi.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uploads a folder by Alibaba Cloud's Java SDK itself: one file by {@code uploadFile}, several by
 * {@code putObject} in a pool of threads; CRC64 on, as it is by default. Arguments: the folder, the
 * bucket, a prefix, how many at once, and the size of parts.
 */
final class JavaSdkClient {

  private final OSS client;
  private final String bucket;
  private final String prefix;

  private JavaSdkClient(OSS client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  public static void main(String[] arguments) throws Exception {
    int parallel = Integer.parseInt(arguments[3]);
    long partBytes = Long.parseLong(arguments[4]);
    Measured.run(
        Path.of(arguments[0]),
        (folder, version) -> {
          List<Path> files = Workload.files(folder);
          OSS client = connect(parallel);
          try {
            JavaSdkClient uploads =
                new JavaSdkClient(client, arguments[1], arguments[2] + version + "/");
            if (files.size() == 1) {
              uploads.inParts(files.get(0), parallel, partBytes);
            } else {
              uploads.whole(files, parallel);
            }
          } finally {
            client.shutdown();
          }
        });
  }

  private static OSS connect(int parallel) {
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setSignatureVersion(SignVersion.V4);
    configuration.setMaxConnections(Math.max(parallel, 1024));
    return OSSClientBuilder.create()
        .endpoint(System.getenv(Environment.OSS_ENDPOINT))
        .region(System.getenv(Environment.REGION_ID))
        .credentialsProvider(
            new DefaultCredentialProvider(
                System.getenv(Environment.ACCESS_KEY_ID),
                System.getenv(Environment.ACCESS_KEY_SECRET)))
        .clientConfiguration(configuration)
        .build();
  }

  private void inParts(Path file, int parallel, long partBytes) throws Exception {
    UploadFileRequest request = new UploadFileRequest(bucket, key(file));
    request.setUploadFile(file.toString());
    request.setTaskNum(parallel);
    request.setPartSize(partBytes);
    try {
      client.uploadFile(request);
    } catch (Error | Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void whole(List<Path> files, int parallel) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<?>> puts = new ArrayList<>();
      for (Path file : files) {
        puts.add(pool.submit(() -> client.putObject(bucket, key(file), file.toFile())));
      }
      for (Future<?> put : puts) {
        put.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private String key(Path file) {
    return prefix + file.getFileName();
  }
}
