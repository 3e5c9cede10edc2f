package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.aliyun.internal.oss.VersionManifest.Entry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionManifestTest {

  private static final VersionManifest WHOLE =
      new VersionManifest(
          true, List.of(new Entry("a <b> 中", 3, "18446744073709551615"), new Entry("c", 0, "0")));

  @Test
  void parse_readsWhatToJsonWrote() {
    assertThat(VersionManifest.parse(WHOLE.toJson())).contains(WHOLE);
    assertThat(VersionManifest.parse(VersionManifest.incomplete(List.of()).toJson()))
        .contains(VersionManifest.incomplete(List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "nonsense",
        "{\"complete\":true}",
        "{\"complete\":true,\"files\":[null]}",
        "{\"complete\":true,\"files\":[{\"size\":1}]}",
        "{\"complete\":true,\"files\":[{\"name\":\"a\",\"size\":\"x\"}]}",
        "{\"complete\":true,\"files\":[{\"name\":\"a\",\"size\":1}]}",
        "{\"complete\":true,\"files\":[{\"name\":\"a\",\"size\":1,\"crc64\":\"-1\"}]}",
        "{\"complete\":true,\"files\":[{\"name\":\"a\",\"size\":1,\"crc64\":\"x\"}]}"
      })
  void parse_findsNone_whereItIsNotOneOfOurs(String json) {
    assertThat(VersionManifest.parse(json)).isEmpty();
  }

  @Test
  void checksums_areOfAllFiles_asOssWritesThem() {
    assertThat(WHOLE.checksums()).isEqualTo(Map.of("a <b> 中", -1L, "c", 0L));
  }
}
