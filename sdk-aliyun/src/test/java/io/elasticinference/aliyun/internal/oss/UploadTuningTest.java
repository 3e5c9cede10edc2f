package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.InvalidSpecException;
import io.elasticinference.Violation;
import io.elasticinference.spi.Environment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTuningTest {

  private static final long MIB = 1024 * 1024;
  private static final long TIB = MIB * MIB;

  @Test
  void partBytes_givesNoMorePartsThanOssTakes() {
    UploadTuning tuning = UploadTuning.DEFAULT;

    assertThat(tuning.inParts(16 * MIB)).isFalse();
    assertThat(tuning.inParts(16 * MIB + 1)).isTrue();
    assertThat(tuning.partBytes(40 * MIB)).isEqualTo(8 * MIB);
    for (long size : new long[] {80_000 * MIB, 80_000 * MIB + 1, TIB, 20 * TIB - 1}) {
      long part = tuning.partBytes(size);
      assertThat((size + part - 1) / part).isLessThanOrEqualTo(10_000);
      assertThat(part).isBetween(8 * MIB, 5L * 1024 * MIB);
    }
  }

  @Test
  void of_takesTheSettings() {
    Environment settings =
        Environment.of(
            Map.of(
                "OSS_UPLOAD_PART_MIB", "100",
                "OSS_UPLOAD_CONCURRENCY", "3",
                "OSS_UPLOAD_ATTEMPTS", "2",
                "OSS_UPLOAD_TIMEOUT_SECONDS", "7"));

    assertThat(UploadTuning.of(Environment.of(Map.of()))).isEqualTo(UploadTuning.DEFAULT);
    assertThat(UploadTuning.of(settings))
        .matches(tuning -> tuning.partBytes() == 100 * MIB)
        .matches(tuning -> tuning.concurrency() == 3)
        .matches(tuning -> tuning.attempts() == 2)
        .matches(tuning -> tuning.answerTimeout().equals(Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "65", "99999999999", "1.5", "٣"})
  void of_refusesWhatMakesNoSense(String number) {
    Environment settings = Environment.of(Map.of("OSS_UPLOAD_CONCURRENCY", number));

    assertThat(UploadTuning.check(settings))
        .containsExactly(new Violation("OSS_UPLOAD_CONCURRENCY", number, "1..64"));
    assertThatThrownBy(() -> UploadTuning.of(settings)).isInstanceOf(InvalidSpecException.class);
  }
}
