package io.elasticinference.aliyun.internal.ack;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.aliyun.internal.credentials.Credentials;
import io.elasticinference.spi.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiSignatureTest {

  /** The example that the documentation of the signature works out by hand. */
  private static final ApiCall DOCUMENTED =
      new ApiCall(
          "POST",
          URI.create("https://ecs.cn-shanghai.aliyuncs.com"),
          "/",
          "/",
          Map.of(
              "RegionId",
              "cn-shanghai",
              "ImageId",
              "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
          "RunInstances",
          "2014-05-26");

  private static final Credentials KEY =
      new Credentials(Secret.of("YourAccessKeyId"), Secret.of("YourAccessKeySecret"), null);

  private static Map<String, String> headers(Credentials credentials) {
    return ApiSignature.headers(
        DOCUMENTED,
        credentials,
        Instant.parse("2023-10-26T10:22:32.999Z"),
        "3156853299f313e23d1673dc12e1703d");
  }

  @Test
  void headers_signAsTheDocumentationDoes() {
    assertThat(headers(KEY).get("Authorization"))
        .isEqualTo(
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
                + "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
  }

  @Test
  void headers_signTheSecurityTokenToo() {
    Map<String, String> headers =
        headers(new Credentials(KEY.accessKeyId(), KEY.accessKeySecret(), Secret.of("token")));

    assertThat(headers).containsEntry("x-acs-security-token", "token");
    assertThat(headers.get("Authorization"))
        .contains("x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version")
        .doesNotContain("06563a9e1b43f5df");
  }

  @Test
  void canonicalQuery_sortsAndEncodes() {
    ApiCall call =
        new ApiCall(
            "GET",
            URI.create("http://127.0.0.1:8080"),
            "/p",
            "/p",
            Map.of("b", "a b+c*~/中", "A", "1"),
            "X",
            "1");

    assertThat(call.canonicalQuery()).isEqualTo("A=1&b=a%20b%2Bc%2A~%2F%E4%B8%AD");
    assertThat(call.uri()).hasToString("http://127.0.0.1:8080/p?A=1&b=a%20b%2Bc%2A~%2F%E4%B8%AD");
    assertThat(call.host()).isEqualTo("127.0.0.1:8080");
  }
}
