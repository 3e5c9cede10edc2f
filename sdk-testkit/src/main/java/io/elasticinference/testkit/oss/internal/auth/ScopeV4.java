package io.elasticinference.testkit.oss.internal.auth;

import io.elasticinference.testkit.oss.internal.protocol.AuthErrors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The credential of a signature of version 4, {@code
 * {id}/{date}/{region}/{product}/aliyun_v4_request}.
 */
record ScopeV4(String accessKeyId, String date, String region, String product) {

  private static final String REQUEST = "aliyun_v4_request";

  static ScopeV4 parse(String credential) {
    String[] parts = credential.split("/", -1);
    if (parts.length != 5 || !parts[4].equals(REQUEST)) {
      throw AuthErrors.invalidAuthorization(
          "The Credential field in Authorization header is invalid.", "");
    }
    return new ScopeV4(parts[0], parts[1], parts[2], parts[3]);
  }

  /** Refuses a scope of another day, region or product than those of the request and the server. */
  void check(String timestamp, String region) {
    if (!timestamp.startsWith(date) || date.length() != 8) {
      throw AuthErrors.invalidAuthorization(
          "Invalid signing date in Authorization header.", "0002-00000225");
    }
    if (!this.region.equals(region)) {
      throw AuthErrors.invalidAuthorization(
          "Invalid signing region in Authorization header.", "0002-00000226");
    }
    if (!product.equals("oss")) {
      throw AuthErrors.invalidAuthorization(
          "Invalid signing product in Authorization header.", "0002-00000227");
    }
  }

  String stringToSign(String timestamp, String canonicalRequest) {
    return String.join(
        "\n",
        "OSS4-HMAC-SHA256",
        timestamp,
        String.join("/", date, region, product, REQUEST),
        Hmac.hexOfSha256(canonicalRequest));
  }

  String sign(String secret, String stringToSign) {
    byte[] key = ("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {date, region, product, REQUEST}) {
      key = Hmac.sha256(key, part);
    }
    return HexFormat.of().formatHex(Hmac.sha256(key, stringToSign));
  }
}
