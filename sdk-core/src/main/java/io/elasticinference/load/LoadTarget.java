package io.elasticinference.load;

import io.elasticinference.internal.load.Check;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where load is sent: the address to connect to, and the host name that the request asks for, which
 * is another one when an Ingress routes by it.
 *
 * @param host name or address to connect to; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param path path and query, already percent-encoded, starting with {@code /}
 * @param hostHeader what the {@code Host} header says
 * @param tls whether to speak HTTPS
 */
public record LoadTarget(String host, int port, String path, String hostHeader, boolean tls) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(%[\\w.-]+)?");
  private static final Pattern HOST_HEADER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
  private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e&&[^#]]*");

  public LoadTarget {
    Check.argument(HOST.matcher(host).matches(), "host", host, "a host name or address");
    Check.argument(port >= 1 && port <= 65_535, "port", port, "1 to 65535");
    checkedPath(path);
    Check.argument(
        HOST_HEADER.matcher(hostHeader).matches(),
        "hostHeader",
        hostHeader,
        "a host name, and a port if need be");
  }

  /**
   * The target that a URL names.
   *
   * @param url {@code http} or {@code https}, with a host and no user
   * @return a target whose {@code Host} header is the URL's own host
   * @throws IllegalArgumentException when the URL is of another kind
   */
  public static LoadTarget of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    Check.argument(
        (tls || scheme.equals("http")) && url.getHost() != null && url.getRawUserInfo() == null,
        "url",
        url.getRawUserInfo() == null ? url : "(with a user)",
        "http or https, with a host and without a user");
    String host = url.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new LoadTarget(
        bare,
        port,
        url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(),
        url.getPort() >= 0 ? host + ":" + port : host,
        tls);
  }

  /**
   * The same address, asked for another host, as an Ingress routes by it.
   *
   * @param name for example {@code test.example.com}
   * @return a copy
   * @throws IllegalArgumentException when the name cannot stand in the header
   */
  public LoadTarget hostHeader(String name) {
    return new LoadTarget(host, port, path, name, tls);
  }

  /**
   * The same address with another path.
   *
   * @param newPath path and query, already percent-encoded, starting with {@code /}
   * @return a copy
   * @throws IllegalArgumentException when the path cannot stand in a request line
   */
  public LoadTarget path(String newPath) {
    return new LoadTarget(host, port, newPath, hostHeader, tls);
  }

  static String checkedPath(String path) {
    Check.argument(
        PATH.matcher(path).matches(), "path", path, "starts with /, percent-encoded, no #");
    return path;
  }

  /** The target as a URL without its query, and the address that is connected to if it differs. */
  @Override
  public String toString() {
    int query = path.indexOf('?');
    String url =
        (tls ? "https://" : "http://")
            + hostHeader
            + (query < 0 ? path : path.substring(0, query) + "?…");
    String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    return hostHeader.equals(address) || (hostHeader.equals(host) && port == (tls ? 443 : 80))
        ? url
        : url + " at " + address;
  }
}
