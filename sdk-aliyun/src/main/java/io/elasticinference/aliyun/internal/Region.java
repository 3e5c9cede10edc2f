package io.elasticinference.aliyun.internal;

import io.elasticinference.Violation;
import io.elasticinference.spi.Environment;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which region a program speaks to. */
public final class Region {

  private static final Pattern NAME = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");

  /** The endpoints of OSS and SLS name their region; one that was set says which it is. */
  private static final Pattern IN_ENDPOINT =
      Pattern.compile(
          "(?:https?://)?(?:oss-(.+?)(?:-internal)?|(.+?)(?:-intranet)?\\.log)\\.aliyuncs\\.com/?");

  private Region() {}

  /**
   * The region of an environment: the setting, else the one that an endpoint of Alibaba Cloud's
   * names.
   *
   * @param environment the settings
   * @return the region's name; empty where nothing says it
   */
  public static Optional<String> of(Environment environment) {
    return environment
        .get(Environment.REGION_ID)
        .or(() -> environment.get(Environment.OSS_ENDPOINT).flatMap(Region::inEndpoint))
        .or(() -> environment.get(Environment.SLS_ENDPOINT).flatMap(Region::inEndpoint))
        .filter(region -> NAME.matcher(region).matches());
  }

  private static Optional<String> inEndpoint(String endpoint) {
    Matcher matcher = IN_ENDPOINT.matcher(endpoint);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(2)));
  }

  /**
   * Says that there is no region, or none that can be one.
   *
   * @param environment the settings
   * @return the violation
   */
  public static Violation missing(Environment environment) {
    return new Violation(
        Environment.REGION_ID,
        environment.get(Environment.REGION_ID).orElse("(not set)"),
        "a region such as cn-beijing");
  }
}
