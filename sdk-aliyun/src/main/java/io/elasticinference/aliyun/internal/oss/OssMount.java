package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.aliyun.internal.credentials.CredentialsChain;
import io.elasticinference.spi.ClusterVolume;
import io.elasticinference.spi.Environment;
import io.elasticinference.spi.ModelVolume;
import io.elasticinference.spi.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a cluster mounts a model: a static volume of the OSS CSI driver (alibaba-cloud-csi-driver,
 * {@code pkg/oss}). With a role the cluster's pods take that role (RRSA); without one the volume's
 * secret holds an access key, as the ACK tutorial does it.
 */
final class OssMount {

  /** The RAM role that the cluster mounts with; setting it keeps keys out of the cluster. */
  static final String ROLE_NAME = "OSS_MOUNT_ROLE_NAME";

  private static final String DRIVER = "ossplugin.csi.alibabacloud.com";
  private static final String ACCESS_KEY_ID = "akId";
  private static final String ACCESS_KEY_SECRET = "akSecret";

  /** The tutorial's: what is read is not cached, so that a new version is seen. */
  private static final String OPTIONS = "-o max_stat_cache_size=0 -o allow_other";

  /** The tutorial's; OSS has no size, and nobody enforces one. */
  private static final String CAPACITY = "5Gi";

  private final Environment environment;
  private final CredentialsChain credentials;

  OssMount(Environment environment, CredentialsChain credentials) {
    this.environment = environment;
    this.credentials = credentials;
  }

  /**
   * The volume of a model. Where no access key is at hand, the secret's values are empty: good for
   * showing, not for applying, which {@link #require} stops.
   */
  ModelVolume volume(OssLocation location) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("bucket", location.bucket());
    attributes.put("url", OssEndpoint.of(environment).mountUrl());
    attributes.put("path", location.mountedPath());
    attributes.put("otherOpts", OPTIONS);
    Map<String, Secret> secretData = new TreeMap<>();
    environment
        .get(ROLE_NAME)
        .ifPresentOrElse(
            role -> {
              attributes.put("authType", "rrsa");
              attributes.put("roleName", role);
            },
            () -> secretData.putAll(accessKey()));
    return new ModelVolume(DRIVER, attributes, secretData, CAPACITY, mountPath(location));
  }

  /**
   * Which place a volume shows; empty for one of another driver. The driver takes the bucket's root
   * where no path is given.
   */
  static Optional<String> locationOf(ClusterVolume volume) {
    String bucket = volume.attributes().get("bucket");
    if (!volume.driver().equals(DRIVER) || bucket == null) {
      return Optional.empty();
    }
    String path = volume.attributes().getOrDefault("path", "").replaceAll("^/+|/+$", "");
    return Optional.of(new OssLocation(bucket, path).withoutSlash());
  }

  /** The same path that the tutorial has: {@code /data/models/tensorflow/chnsenticorp}. */
  private static String mountPath(OssLocation location) {
    String path = "/data/" + location.bucket();
    return location.prefix().isEmpty() ? path : path + "/" + location.prefix();
  }

  private Map<String, Secret> accessKey() {
    return credentials
        .permanent()
        .map(OssMount::secretData)
        .orElseGet(() -> Map.of(ACCESS_KEY_ID, Secret.of(""), ACCESS_KEY_SECRET, Secret.of("")));
  }

  private static Map<String, Secret> secretData(Credentials key) {
    return Map.of(ACCESS_KEY_ID, key.accessKeyId(), ACCESS_KEY_SECRET, key.accessKeySecret());
  }

  /**
   * Makes sure that a cluster could mount with what is at hand.
   *
   * @throws io.elasticinference.aliyun.internal.credentials.NoCredentialsException where not
   */
  void require() {
    if (environment.get(ROLE_NAME).isEmpty()) {
      credentials.requirePermanent();
    }
  }
}
