package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.spi.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OssEndpointTest {

  private static final Environment BEIJING =
      Environment.of(Map.of("ALIBABA_CLOUD_REGION_ID", "cn-beijing"));

  @Test
  void of_speaksHttpsToTheRegionsOwn_whenNothingIsSaid() {
    assertThat(OssEndpoint.of(BEIJING).url()).hasToString("https://oss-cn-beijing.aliyuncs.com");
  }

  @ParameterizedTest
  @CsvSource({
    "oss-cn-beijing.aliyuncs.com, https://oss-cn-beijing.aliyuncs.com",
    "oss.example.com:8443/, https://oss.example.com:8443",
    "https://oss.example.com, https://oss.example.com",
    "http://127.0.0.1:9000, http://127.0.0.1:9000"
  })
  void of_speaksHttps_unlessTheUrlSaysOtherwise(String setting, String url) {
    assertThat(OssEndpoint.of(BEIJING.with(Map.of("OSS_ENDPOINT", setting))).url())
        .hasToString(url);
  }

  @ParameterizedTest
  @CsvSource({"ftp://x", "https://user:secret@oss.example.com", "https://x/path", "'a b'"})
  void check_refusesEverythingElse(String setting) {
    assertThat(OssEndpoint.check(BEIJING.with(Map.of("OSS_ENDPOINT", setting)))).hasSize(1);
  }
}
