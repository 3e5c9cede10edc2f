package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
