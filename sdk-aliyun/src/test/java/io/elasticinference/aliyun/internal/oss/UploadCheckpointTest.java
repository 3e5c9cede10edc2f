package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import io.elasticinference.aliyun.internal.oss.UploadCheckpoint.Part;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadCheckpointTest {

  static final UploadTarget TARGET =
      new UploadTarget(
          "https://oss-cn-beijing.aliyuncs.com",
          "models",
          "bert/7/变量 a+b",
          "/home/me/变量 a+b",
          20_000_000,
          "2026-01-02T03:04:05.000000006Z",
          8_000_000);

  private static final UploadCheckpoint CHECKPOINT =
      new UploadCheckpoint(
          TARGET,
          Instant.parse("2026-01-02T03:04:05.123Z"),
          1,
          "0004B9894A22E5B1888A1E29F8236E2D",
          List.of(new Part(3, "\"E\"", Long.toUnsignedString(-7), 4_000_000)));

  @Test
  void parse_readsWhatWasWritten() {
    assertThat(UploadCheckpoint.parse(CHECKPOINT.toJson())).contains(CHECKPOINT);
    assertThat(CHECKPOINT.parts().get(0).crc()).isEqualTo(-7);
  }

  @Test
  void parse_readsOneThatOnlyAsked() {
    UploadCheckpoint asking =
        new UploadCheckpoint(TARGET, Instant.parse("2026-01-02T03:04:05Z"), 2, null, List.of());

    assertThat(UploadCheckpoint.parse(asking.toJson())).contains(asking);
    assertThat(asking.uploadId()).isEmpty();
  }

  @Test
  void parse_refusesWhatWasCutOff_wherever() {
    String json = CHECKPOINT.toJson();

    for (int length = 0; length < json.length(); length++) {
      assertThat(UploadCheckpoint.parse(json.substring(0, length))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "{}",
        "\"x\"",
        "{\"format\":1}",
        "{\"format\":1,\"parts\":[null]}",
        "\0\0"
      })
  void parse_refusesWhatIsNoneOfOurs(String text) {
    assertThat(UploadCheckpoint.parse(text)).isEmpty();
  }

  @Test
  void parse_refusesNumbersThatCannotBe() {
    String json = CHECKPOINT.toJson();

    for (String[] change :
        new String[][] {
          {"\"format\":1", "\"format\":2"},
          {"\"number\":3", "\"number\":0"},
          {"\"crc64\":\"18446744073709551609\"", "\"crc64\":\"18446744073709551616\""},
          {"\"size\":20000000", "\"size\":-1"},
          {"\"begun\":\"2026", "\"begun\":\"soon"},
          {"\"partBytes\":8000000", "\"partBytes\":0"},
        }) {
      assertThat(json).contains(change[0]);
      assertThat(UploadCheckpoint.parse(json.replace(change[0], change[1]))).isEmpty();
    }
  }

  @Test
  void salvage_findsTheUploadToEnd_inADamagedOne() {
    String json = CHECKPOINT.toJson();
    String damaged = json.substring(0, json.indexOf("parts"));

    assertThat(UploadCheckpoint.salvage(damaged, TARGET).orElseThrow())
        .matches(found -> found.uploadId().equals(CHECKPOINT.uploadId()))
        .matches(found -> found.target().sameWay(TARGET) && !found.target().equals(TARGET));
    assertThat(UploadCheckpoint.salvage("{\"for", TARGET)).isEmpty();
  }
}
