package io.elasticinference.testkit.node;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.ClientException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The CSI driver of OSS volumes: it reads the attributes as the real one does
 * (kubernetes-sigs/alibaba-cloud-csi-driver, pkg/oss), and in the place of a file system in user
 * space it fetches the objects into the volume's folder.
 */
final class OssDriver {
  static final String NAME = "ossplugin.csi.alibabacloud.com";
  private static final int TIMEOUT_MILLIS = 5_000;

  private final UnaryOperator<String> endpoint;

  /** Takes what tells the endpoint that stands for a volume's {@code url} on this machine. */
  OssDriver(UnaryOperator<String> endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Fills a folder with the objects of a volume.
   *
   * @param volume the volume's name, for messages
   * @param attributes {@code bucket}, {@code url}, {@code path}
   * @param secret {@code akId} and {@code akSecret}
   * @param target an empty folder
   * @throws MountException when an attribute is missing, or OSS refuses
   */
  void publish(
      String volume, Map<String, String> attributes, Map<String, String> secret, Path target)
      throws MountException, IOException {
    String bucket = require(volume, attributes, "bucket");
    String url = require(volume, attributes, "url");
    if (url.replaceFirst("^https?://", "").startsWith(bucket + ".")) {
      throw failed(
          volume, "InvalidArgument", "url " + url + " must not be the bucket's own domain");
    }
    String path = attributes.getOrDefault("path", "/");
    if (!path.startsWith("/")) {
      throw failed(volume, "InvalidArgument", "path " + path + " must start with /");
    }
    if (!attributes.getOrDefault("authType", "").isEmpty()) {
      throw failed(
          volume,
          "Unimplemented",
          "authType is not played by the local cloud: use nodePublishSecretRef");
    }
    String id = secret.getOrDefault("akId", attributes.getOrDefault("akId", ""));
    String key = secret.getOrDefault("akSecret", attributes.getOrDefault("akSecret", ""));
    if (id.isEmpty() || key.isEmpty()) {
      throw failed(
          volume,
          "InvalidArgument",
          "missing akId or akSecret in the secret of nodePublishSecretRef");
    }
    ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
    configuration.setConnectionTimeout(TIMEOUT_MILLIS);
    configuration.setSocketTimeout(TIMEOUT_MILLIS);
    configuration.setMaxErrorRetry(1);
    OSS oss = new OSSClientBuilder().build(endpoint.apply(url), id, key, configuration);
    try {
      fetch(oss, bucket, path.replaceFirst("^/+", ""), target);
    } catch (OSSException e) {
      throw failed(
          volume,
          "Internal",
          "mount of bucket "
              + bucket
              + " failed: "
              + e.getErrorCode()
              + ": "
              + e.getErrorMessage());
    } catch (ClientException e) {
      throw failed(
          volume,
          "Internal",
          "mount of bucket " + bucket + " failed: " + e.getErrorCode() + ": no answer from " + url);
    } finally {
      oss.shutdown();
    }
  }

  private static void fetch(OSS oss, String bucket, String path, Path target) throws IOException {
    String prefix = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    ListObjectsV2Request request =
        new ListObjectsV2Request(bucket).withPrefix(prefix).withMaxKeys(1000);
    ListObjectsV2Result result;
    do {
      result = oss.listObjectsV2(request);
      for (OSSObjectSummary summary : result.getObjectSummaries()) {
        String key = summary.getKey();
        Path file = target.resolve(key.substring(prefix.length())).normalize();
        // A name that leads out of the volume has no place in a file system.
        if (!file.startsWith(target) || file.equals(target)) {
          continue;
        }
        if (key.endsWith("/")) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          oss.getObject(new GetObjectRequest(bucket, key), file.toFile());
        }
      }
      request.setContinuationToken(result.getNextContinuationToken());
    } while (result.isTruncated());
  }

  private static String require(String volume, Map<String, String> attributes, String name)
      throws MountException {
    String value = attributes.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw failed(volume, "InvalidArgument", "Oss parameters error: " + name + " is empty");
    }
    return value;
  }

  private static MountException failed(String volume, String code, String message) {
    return new MountException(volume, "rpc error: code = " + code + " desc = " + message);
  }
}
