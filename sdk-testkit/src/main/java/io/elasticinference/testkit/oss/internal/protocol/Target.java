package io.elasticinference.testkit.oss.internal.protocol;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a request is about: the service, a bucket, or an object.
 *
 * @param bucket the bucket's name, empty for the service
 * @param key the object's key, empty for a bucket or the service
 */
public record Target(String bucket, String key) {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");
  private static final Pattern ENDPOINT = Pattern.compile("oss-[a-z0-9-]+\\.aliyuncs\\.com");

  /**
   * Finds the target by host and path: an address, {@code localhost} or an endpoint alone means
   * path style, one more label before it is a bucket (virtual host style).
   *
   * @param host the Host header, with or without a port
   * @param rawPath the path as sent
   */
  public static Target of(String host, String rawPath) {
    String name = withoutPort(host).toLowerCase(Locale.ROOT);
    String path = decode(rawPath.startsWith("/") ? rawPath.substring(1) : rawPath);
    if (endpoint(name)) {
      int slash = path.indexOf('/');
      return slash < 0
          ? new Target(path, "")
          : new Target(path.substring(0, slash), path.substring(slash + 1));
    }
    int dot = name.indexOf('.');
    return new Target(dot < 0 ? name : name.substring(0, dot), path);
  }

  /**
   * Checks that a key is one that OSS takes: 1 to 1,023 bytes, not beginning with a slash or a
   * backslash.
   */
  public static void checkKey(String key) {
    if (key.isEmpty()) {
      throw OssErrors.invalidObjectName("The Object name can not be empty.", key);
    }
    if (key.getBytes(StandardCharsets.UTF_8).length > 1023) {
      throw OssErrors.invalidObjectName("The Length of Object name must be less than 1024.", key);
    }
    if (key.charAt(0) == '/' || key.charAt(0) == '\\') {
      throw OssErrors.invalidObjectName("The specified object is not valid.", key);
    }
  }

  private static boolean endpoint(String name) {
    return name.isEmpty()
        || name.equals("localhost")
        || ADDRESS.matcher(name).matches()
        || ENDPOINT.matcher(name).matches();
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static String decode(String path) {
    try {
      return Percent.decode(path, false);
    } catch (CharacterCodingException e) {
      throw OssErrors.invalidObjectName("The specified object is not valid.", path);
    }
  }
}
