package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.internal.protocol.OssRequest;
import io.elasticinference.testkit.oss.internal.protocol.Percent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The canonical form of a request for signature version 4: method, path, query, headers, names of
 * the additional headers, and the payload's hash, which OSS does not check.
 *
 * <p>Source: OSS API reference, "Include a V4 signature in the Authorization header".
 */
final class CanonicalRequestV4 {

  private CanonicalRequestV4() {}

  /**
   * Builds the canonical form.
   *
   * @param additionalHeaders the names of the headers signed beyond those that always are
   */
  static String of(OssRequest request, List<String> additionalHeaders) {
    SortedSet<String> additional = new TreeSet<>(additionalHeaders);
    String path = request.bucket().isEmpty() ? "/" : "/" + request.bucket() + "/" + request.key();
    return String.join(
        "\n",
        request.method(),
        Percent.encode(path, true),
        query(request),
        headers(request, additional),
        String.join(";", additional),
        request.header("x-oss-content-sha256").orElse("UNSIGNED-PAYLOAD"));
  }

  private static String query(OssRequest request) {
    return request.query().parameters().stream()
        .filter(p -> !p.name().equals("x-oss-signature"))
        .map(p -> Map.entry(Percent.encode(p.name(), false), Percent.encode(p.value(), false)))
        .sorted(
            Map.Entry.<String, String>comparingByKey()
                .thenComparing(Map.Entry::getValue, Comparator.naturalOrder()))
        .map(p -> p.getValue().isEmpty() ? p.getKey() : p.getKey() + "=" + p.getValue())
        .collect(Collectors.joining("&"));
  }

  private static String headers(OssRequest request, Set<String> additional) {
    return request.headers().entrySet().stream()
        .filter(header -> always(header.getKey()) || additional.contains(header.getKey()))
        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static boolean always(String name) {
    return name.startsWith("x-oss-") || name.equals("content-type") || name.equals("content-md5");
  }
}
