package io.elasticinference.aliyun.internal.sls;

import io.elasticinference.MetricsUnavailableException;
import io.elasticinference.aliyun.internal.Region;
import io.elasticinference.spi.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where SLS answers. Its client puts the project's name before the endpoint's and takes neither a
 * port nor an IP address; a setting that has one names a server that answers as an HTTP proxy for
 * the region's endpoint, as the local cloud's does.
 *
 * @param url the endpoint, HTTPS unless the setting says {@code http://}
 * @param region the region, which signature v4 names
 * @param proxy what to send all requests through; null: nothing
 */
record SlsEndpoint(String url, String region, @Nullable Proxy proxy) {

  private static final String HINT =
      "Set " + Environment.REGION_ID + ", and " + Environment.SLS_ENDPOINT + " only where needed.";

  /**
   * An HTTP proxy.
   *
   * @param host its host name or address
   * @param port its port
   */
  record Proxy(String host, int port) {}

  /**
   * Reads the settings.
   *
   * @throws MetricsUnavailableException where they name no region, or an endpoint that cannot be
   *     one
   */
  static SlsEndpoint of(Environment environment) {
    String region =
        Region.of(environment)
            .orElseThrow(
                () -> unusable("The log service: " + Region.missing(environment) + ".", null));
    Optional<String> set = environment.get(Environment.SLS_ENDPOINT);
    return set.isEmpty()
        ? new SlsEndpoint("https://" + logical(region), region, null)
        : ofSetting(set.get(), region);
  }

  private static SlsEndpoint ofSetting(String setting, String region) {
    URI uri = parse(setting);
    boolean plain = "http".equals(uri.getScheme());
    String host = String.valueOf(uri.getHost());
    boolean address = uri.getPort() >= 0 || host.matches("[0-9.]+|\\[.*\\]|localhost");
    if (!address) {
      return new SlsEndpoint(uri.getScheme() + "://" + host, region, null);
    }
    if (!plain) {
      throw unusable(
          Environment.SLS_ENDPOINT
              + ": "
              + setting
              + " (expected: a host name without a port, or http:// with address and port of a"
              + " local server).",
          null);
    }
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    return new SlsEndpoint("http://" + logical(region), region, new Proxy(host, port));
  }

  private static URI parse(String setting) {
    try {
      URI uri = new URI(setting.contains("://") ? setting : "https://" + setting);
      String path = uri.getRawPath();
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && (path == null || path.isEmpty() || path.equals("/"))) {
        return uri;
      }
      throw unusable(
          Environment.SLS_ENDPOINT
              + ": "
              + setting
              + " (expected: a URL such as https://cn-beijing.log.aliyuncs.com).",
          null);
    } catch (URISyntaxException e) {
      throw unusable(Environment.SLS_ENDPOINT + ": " + setting + " (expected: a URL).", e);
    }
  }

  private static String logical(String region) {
    return region + ".log.aliyuncs.com";
  }

  private static MetricsUnavailableException unusable(String observed, @Nullable Throwable cause) {
    return new MetricsUnavailableException(observed, HINT, false, cause);
  }
}
