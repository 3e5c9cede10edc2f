package io.elasticinference.aliyun.internal.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elasticinference.InvalidSpecException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written, the location is refused with a reason, or means exactly one folder. */
class OssLocationPropertyTest {

  private static final String[] PIECES = {
    "oss://", "oss:", "/", "//", ".", "..", "models", "m", "7", "-", "_", "A", "中", "%20", "+", " ",
    ":", "\\", "\"", "\n", "?", "#", "@", "\u0000", "\ud800"
  };

  @Test
  void parse_roundTripsOrRefuses() {
    Random random = new Random(20_231_123);
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(10) < 8 ? "oss://models" : "");
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String location = text.toString();
      if (OssLocation.check(location).isEmpty()) {
        accepted++;
        OssLocation parsed = OssLocation.parse(location);
        assertThat(OssLocation.parse(parsed.toString())).isEqualTo(parsed);
        assertThat(parsed.mountedPath()).startsWith("/").doesNotContain("//", ":", "\\", "\n");
        assertThat(parsed.prefix().split("/", -1)).doesNotContain(".", "..");
        assertThat(parsed.bucket()).matches("[a-z0-9-]{3,63}");
      } else {
        assertThatThrownBy(() -> OssLocation.parse(location))
            .isInstanceOf(InvalidSpecException.class);
      }
    }
    assertThat(accepted).isBetween(1_000, 49_000);
  }
}
