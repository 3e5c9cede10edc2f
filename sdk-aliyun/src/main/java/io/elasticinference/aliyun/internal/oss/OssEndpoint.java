package io.elasticinference.aliyun.internal.oss;

import io.elasticinference.InvalidSpecException;
import io.elasticinference.Violation;
import io.elasticinference.aliyun.internal.Region;
import io.elasticinference.spi.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where OSS answers: for this program, and for a cluster's mount.
 *
 * @param url what this program speaks to; HTTPS unless the setting says {@code http://}
 * @param region the region, which signature v4 names
 * @param mountUrl what a cluster mounts from
 */
record OssEndpoint(URI url, String region, String mountUrl) {

  /** Checks the settings; the same rules by which {@link #of} refuses. */
  static List<Violation> check(Environment environment) {
    List<Violation> violations = new ArrayList<>();
    if (Region.of(environment).isEmpty()) {
      violations.add(Region.missing(environment));
    }
    environment
        .get(Environment.OSS_ENDPOINT)
        .filter(endpoint -> parse(endpoint).isEmpty())
        .ifPresent(
            endpoint ->
                violations.add(
                    new Violation(
                        Environment.OSS_ENDPOINT,
                        endpoint,
                        "a URL without a path, such as https://oss-cn-beijing.aliyuncs.com")));
    return violations;
  }

  /**
   * Reads the settings.
   *
   * @throws InvalidSpecException where {@link #check} finds something wrong with them
   */
  static OssEndpoint of(Environment environment) {
    Optional<String> region = Region.of(environment);
    Optional<String> set = environment.get(Environment.OSS_ENDPOINT);
    Optional<URI> url =
        set.isPresent()
            ? parse(set.get())
            : region.map(name -> URI.create("https://oss-" + name + ".aliyuncs.com"));
    if (region.isEmpty() || url.isEmpty()) {
      throw new InvalidSpecException(check(environment));
    }
    // Inside a VPC the internal address is free of charge, and needs no way to the internet.
    String mountUrl =
        set.map(OssEndpoint::withoutSlash).orElse("oss-" + region.get() + "-internal.aliyuncs.com");
    return new OssEndpoint(url.get(), region.get(), mountUrl);
  }

  /** An IP address or a single name cannot carry the bucket's name before it. */
  boolean pathStyle() {
    String host = url.getHost();
    return !host.contains(".") || host.contains(":") || host.matches("[0-9.]+");
  }

  private static Optional<URI> parse(String endpoint) {
    try {
      URI uri = new URI(endpoint.contains("://") ? endpoint : "https://" + endpoint);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      String path = uri.getRawPath();
      boolean bare = path == null || path.isEmpty() || path.equals("/");
      if (!web || uri.getHost() == null || uri.getUserInfo() != null || !bare) {
        return Optional.empty();
      }
      return Optional.of(new URI(withoutSlash(uri.toString())));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String withoutSlash(String endpoint) {
    return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
  }
}
